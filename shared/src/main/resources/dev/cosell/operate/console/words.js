// The words for what the app names by a constant.

export const PHASES = {
  LINKING: { word: "Linking", tone: "" },
  IN_STEP: { word: "In step", tone: "good" },
  WAITING: { word: "Waiting", tone: "" },
  HELD: { word: "Held", tone: "warn" },
  ORPHAN: { word: "Orphan", tone: "warn" },
  PARKED: { word: "Parked", tone: "bad" },
  UNSHARED: { word: "Not shared", tone: "" },
  CLOSED: { word: "Closed", tone: "" },
};

const FIXERS = {
  SELLER: "the seller, on the record",
  CRM_ADMIN: "the CRM administrator",
  PARTNER_CENTER_ADMIN: "the Partner Center administrator",
  AZURE_ADMIN: "the Azure administrator",
  OPERATOR: "you, the operator",
  NOBODY: "nobody has to do anything",
};

export function fixer(name) {
  return FIXERS[name] ?? name;
}

const SYSTEMS = { PARTNER_CENTER: "Partner Center", CRM: "CRM" };

export function system(name) {
  return SYSTEMS[name] ?? name;
}

const PROPER = { "partner center": "Partner Center", "sign in": "sign-in", crm: "CRM", microsofts: "Microsoft's" };

/** A check of the doctor as words: partner-center-sign-in becomes "Partner Center sign-in". */
export function checkName(name) {
  const words = Object.entries(PROPER).reduce((said, [plain, proper]) => said.replace(plain, proper), name.replaceAll("-", " "));
  return words[0].toUpperCase() + words.slice(1);
}

/** A name of the field map as words: dealValue becomes "deal value". */
export function fieldName(name) {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
