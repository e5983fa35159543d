// Reads every diary file with ical.js, the parser of Thunderbird: `node diaries.mjs FOLDER`.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const ICAL = createRequire(join(process.cwd(), "package.json"))("ical.js");
const lib = ICAL.default ?? ICAL;
let bad = 0;

for (const name of readdirSync(process.argv[2]).filter((each) => each.endsWith(".ics"))) {
  try {
    const calendar = new lib.Component(lib.parse(readFileSync(join(process.argv[2], name), "utf8")));
    for (const component of calendar.getAllSubcomponents("vevent")) {
      const event = new lib.Event(component);
      if (!event.uid || !event.summary || !(event.endDate.compare(event.startDate) > 0)) throw new Error("incomplete event");
    }
  } catch (error) {
    bad += 1;
    console.log(`${name}: ${error.message}`);
  }
}
console.log(bad ? `${bad} diary files are broken` : "diary files: all read");
process.exit(bad ? 1 : 0);
