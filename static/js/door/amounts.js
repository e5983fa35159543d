// Money in the smallest unit, said as the rest of the site says it: £5, £12.50.

export const money = (amount, currency) => new Intl.NumberFormat("en-GB", {
  style: "currency",
  currency: currency.toUpperCase(),
  minimumFractionDigits: amount % 100 ? 2 : 0,
}).format(amount / 100);

// 20, 7.50 or 7,5 as somebody types it; null for nothing, NaN for what is no sum.
export const typed = (text) => {
  const plain = text.trim().replace("£", "").replace(",", ".");
  if (!plain) return null;
  return /^\d{1,5}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
};
