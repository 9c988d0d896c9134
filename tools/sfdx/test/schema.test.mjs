import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "../schema.mjs";

const field = { fullName: "Any__c", type: "Text", length: "40" };

test("what the Metadata API takes has no fault", () => {
    assert.deepEqual(faults(field, "CustomField"), []);
});

test("an element that it does not know is found", () => {
    assert.match(faults({ ...field, lenght: "40" }, "CustomField")[0], /found lenght$/);
});

test("a value of another kind is found", () => {
    assert.match(faults({ ...field, length: "forty" }, "CustomField")[0], /expected a number, found "forty"$/);
    assert.match(faults({ ...field, type: "Texts" }, "CustomField")[0], /expected a FieldType, found "Texts"$/);
});

test("an element that is needed and missing is found", () => {
    assert.deepEqual(faults({ editable: "true" }, "PermissionSetFieldPermissions"), [
        "PermissionSetFieldPermissions: expected field, found none",
    ]);
});

test("an element that stands twice and may stand once is found", () => {
    assert.match(faults({ ...field, label: ["One", "Two"] }, "CustomField")[0], /expected it once, found it 2 times$/);
});

test("a fault deep inside is found with its path", () => {
    const flow = { label: "Any", start: { locationX: "0", locationY: "0", triggerType: "AfterSave" } };
    assert.match(faults(flow, "Flow")[0], /^Flow\.start\.triggerType: expected a FlowTriggerType/);
});

test("a type that the Metadata API does not have is found", () => {
    assert.match(faults({}, "CustomFields")[0], /found CustomFields$/);
});
