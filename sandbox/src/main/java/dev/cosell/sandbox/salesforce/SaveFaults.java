package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Saves that are going to fail for a reason inside the service: a locked row, a flow of the customer's, say. */
final class SaveFaults {
    /**
     * @param object whose saves fail; empty for all
     * @param errorCode such as {@code UNABLE_TO_LOCK_ROW}
     * @param count how many saves fail still
     */
    record SaveFault(String object, String errorCode, String message, int count) {
        SaveFault {
            object = object == null ? "" : object;
            errorCode = errorCode == null ? "UNABLE_TO_LOCK_ROW" : errorCode;
            message = message == null ? "unable to obtain exclusive access to this record" : message;
            count = count == 0 ? 1 : count;
        }
    }

    private final List<SaveFault> faults = new ArrayList<>();

    /** Not kept over a restart. */
    void add(ObjectNode json) {
        faults.add(Json.MAPPER.convertValue(json, SaveFault.class));
    }

    void clear() {
        faults.clear();
    }

    ArrayNode list() {
        return Json.MAPPER.valueToTree(faults);
    }

    /** @throws Refusal if a fault waits for a save of this object */
    void strike(ObjectType type) {
        for (SaveFault fault : faults) {
            if (fault.object().isEmpty() || fault.object().equals(type.name())) {
                faults.remove(fault);
                if (fault.count() > 1) {
                    faults.add(new SaveFault(fault.object(), fault.errorCode(), fault.message(), fault.count() - 1));
                }
                throw Refusal.data(fault.errorCode(), fault.message());
            }
        }
    }
}
