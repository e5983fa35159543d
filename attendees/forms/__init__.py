from .answers import AccessNeedForm, AnswersForm
from .new_address import CodeForm, NewAddressForm
from .places import CancelForm, GiveForm, MoveForm
from .sign_up import CompanionForm, SignUpForm

__all__ = [
    "AccessNeedForm",
    "AnswersForm",
    "CancelForm",
    "CodeForm",
    "CompanionForm",
    "GiveForm",
    "MoveForm",
    "NewAddressForm",
    "SignUpForm",
]
