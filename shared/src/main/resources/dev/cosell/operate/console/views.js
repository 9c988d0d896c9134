// Every view of the console, in the order of the navigation. A new one is a file of its own and a line here.
//
// A view has: path (its part of the address), title, nav (false keeps it out of the navigation), opensWithProof (a second
// part of the address stands for a key), and show(root, { parts, parameters, signal }): it fills root; the signal ends
// when the view is left.

import conflicts from "./conflicts.js";
import connections from "./connections.js";
import { dealView, timelineView } from "./deal.js";
import deals from "./deals.js";
import discarded from "./discarded.js";
import doctor from "./doctor.js";
import fieldMap from "./fieldmap.js";
import health from "./health.js";
import ignored from "./ignored.js";
import migration from "./migration.js";
import parked from "./parked.js";
import reconcile from "./reconcile.js";

export const VIEWS = [
  health,
  deals,
  dealView,
  timelineView,
  conflicts,
  parked,
  discarded,
  ignored,
  reconcile,
  migration,
  connections,
  fieldMap,
  doctor,
];
