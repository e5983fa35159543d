from .answers import AccessNeedForm, AnswersForm
from .new_address import NewAddressForm
from .places import CancelForm, GiveForm, MoveForm
from .sign_up import CompanionForm, SignUpForm

__all__ = [
    "AccessNeedForm",
    "AnswersForm",
    "CancelForm",
    "CompanionForm",
    "GiveForm",
    "MoveForm",
    "NewAddressForm",
    "SignUpForm",
]
