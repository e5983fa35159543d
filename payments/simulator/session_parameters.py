"""What creating and listing Checkout sessions takes."""

from payments.simulator import custom_fields, line_items, versions
from payments.simulator.lists import PAGING, created
from payments.simulator.parameters import (
    Field,
    address,
    choice,
    email,
    flag,
    integer,
    many,
    mapping,
    missing,
    only,
    record,
    renamed,
    text,
    unless_empty,
)

MESSAGE = unless_empty(record({"message": text(longest=1200)}, required=["message"]))
LOOKS: dict[str, Field] = {
    name: unless_empty(text())
    for name in ("background_color", "border_style", "button_color", "display_name", "font_family")
}
TYPES = many(choice("card", "link", refused={"bacs_debit": "Bacs debits", "paypal": "PayPal"}))

CREATE: dict[str, Field] = {
    "adaptive_pricing": record({"enabled": only("false", otherwise="adaptive pricing")}),
    "after_expiration": missing("recovery of expired sessions"),
    "allow_promotion_codes": only("false", otherwise="promotion codes"),
    "automatic_tax": record(
        {"enabled": only("false", otherwise="automatic tax"), "liability": missing("automatic tax")}
    ),
    "billing_address_collection": choice("auto", "required"),
    "branding_settings": record({**LOOKS, "icon": missing("pictures"), "logo": missing("pictures")}),
    "cancel_url": address(),
    "client_reference_id": text(longest=200),
    "consent_collection": missing("consent boxes"),
    "currency": text(longest=3),
    "custom_fields": custom_fields.FIELDS,
    "custom_text": record(
        {
            "after_submit": MESSAGE,
            "shipping_address": MESSAGE,
            "submit": MESSAGE,
            "terms_of_service_acceptance": MESSAGE,
        }
    ),
    "customer": missing("customers kept at Stripe"),
    "customer_account": missing("customers kept at Stripe"),
    "customer_creation": only("if_required", otherwise="customers kept at Stripe"),
    "customer_email": email(),
    "customer_update": missing("customers kept at Stripe"),
    "discounts": missing("discounts"),
    "excluded_payment_method_types": many(text()),
    "expand": many(text()),
    "expires_at": integer(least=0, most=10**12),
    "integration_identifier": text(longest=200),
    "invoice_creation": record(
        {"enabled": only("false", otherwise="Stripe invoices"), "invoice_data": missing("Stripe invoices")},
        required=["enabled"],
    ),
    "line_items": line_items.ITEMS,
    "locale": text(longest=8),
    "managed_payments": missing("managed payments"),
    "metadata": mapping(),
    "mode": choice("payment", refused={"setup": "setup mode", "subscription": "subscriptions"}),
    "name_collection": record(
        {
            "business": record({"enabled": flag(), "optional": flag()}, required=["enabled"]),
            "individual": record({"enabled": flag(), "optional": flag()}, required=["enabled"]),
        }
    ),
    "optional_items": missing("optional items"),
    "origin_context": choice("mobile_app", "web"),
    "payment_intent_data": record(
        {
            "application_fee_amount": missing("Connect"),
            "capture_method": choice("automatic", "automatic_async", refused={"manual": "capturing by hand"}),
            "description": text(longest=1000),
            "metadata": mapping(),
            "on_behalf_of": missing("Connect"),
            "receipt_email": email(),
            "setup_future_usage": missing("saved cards"),
            "shipping": missing("shipping"),
            "statement_descriptor": missing("full statement descriptors for cards"),
            "statement_descriptor_suffix": text(longest=22),
            "transfer_data": missing("Connect"),
            "transfer_group": missing("Connect"),
        }
    ),
    "payment_method_collection": missing("payments without a card"),
    "payment_method_configuration": missing("payment method configurations"),
    "payment_method_data": missing("payment method data"),
    "payment_method_options": record(
        {
            "card": record(
                {"request_three_d_secure": choice("automatic", "any", "challenge")},
                rest="card options but 3-D Secure",
            )
        },
        rest="options of other payment methods",
    ),
    "permissions": missing("permissions"),
    "phone_number_collection": record({"enabled": flag()}, required=["enabled"]),
    "redirect_on_completion": missing("embedded pages"),
    "return_url": missing("embedded pages"),
    "saved_payment_method_options": missing("saved cards"),
    "setup_intent_data": missing("setup mode"),
    "shipping_address_collection": missing("shipping"),
    "shipping_options": missing("shipping"),
    "submit_type": choice("auto", "book", "donate", "pay"),
    "subscription_data": missing("subscriptions"),
    "success_url": address(),
    "tax_id_collection": record({"enabled": flag(), "required": choice("if_supported", "never")}, required=["enabled"]),
    "ui_mode": choice("hosted_page", refused=dict.fromkeys(("elements", "embedded_page", "form"), "embedded pages")),
    "wallet_options": record({"link": record({"display": choice("auto", "never")})}),
}

LIST: dict[str, Field] = {
    **PAGING,
    "created": created,
    "customer": missing("customers kept at Stripe"),
    "customer_account": missing("customers kept at Stripe"),
    "customer_details": record({"email": email()}),
    "payment_intent": text(),
    "payment_link": missing("payment links"),
    "status": choice("open", "complete", "expired"),
    "subscription": missing("subscriptions"),
}


def create(version: str) -> dict[str, Field]:
    """What that API version takes."""
    old, new = "payment_method_types", "allowed_payment_method_types"
    if versions.has_allowed_types(version):
        return {**CREATE, new: TYPES, old: renamed(new, since="2026-09-30.endive")}
    return {**CREATE, old: TYPES}
