package dev.cosell.sandbox.dataverse;

import dev.cosell.sandbox.Response;
import java.util.Locale;

/**
 * The platform says no: becomes an answer {@code {"error":{"code","message"}}}. Codes and texts follow Microsoft's
 * "Web service error codes"; where the status of a code is not documented it is 400.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** @param annotated whether the caller asked for annotations, which adds details to the error */
    Response response(boolean annotated) {
        var error = Json.object().put("code", code).put("message", getMessage());
        if (annotated) {
            error.put("@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus", "0")
                    .put(
                            "@Microsoft.PowerApps.CDS.HelpLink",
                            "http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a"
                                    + code.replace("0x", "").toLowerCase(Locale.ROOT) + "&client=platform")
                    .put("@Microsoft.PowerApps.CDS.InnerError.Message", getMessage());
        }
        return Response.json(status, Json.object().set("error", error)).with("Content-Type", Json.CONTENT_TYPE);
    }

    /** A body or an address that cannot be read, or names what the schema does not have. */
    static Refusal malformed(String message) {
        return new Refusal(400, "0x80048d19", message);
    }

    static Refusal undeclared(String property, Table table) {
        return malformed(("Error identified in Payload provided by the user for Entity :'%s', ----> InnerException : "
                        + "Microsoft.OData.ODataException: An undeclared property '%s' was found in the payload: "
                        + "it does not exist on type 'Microsoft.Dynamics.CRM.%s'.")
                .formatted(table.entitySetName(), property, table.logicalName()));
    }

    static Refusal unknownProperty(String property, Table table) {
        return new Refusal(
                400,
                "0x80060888",
                "Could not find a property named '%s' on type 'Microsoft.Dynamics.CRM.%s'."
                        .formatted(property, table.logicalName()));
    }

    static Refusal unknownResource(String segment) {
        return new Refusal(404, "0x80060888", "Resource not found for the segment '%s'.".formatted(segment));
    }

    static Refusal methodNotAllowed(String method, String segment) {
        return new Refusal(405, "0x8004023B", "The method %s is not supported on '%s'.".formatted(method, segment));
    }

    static Refusal notFound(Table table, String id) {
        return new Refusal(404, "0x80040217", "%s With Id = %s Does Not Exist".formatted(table.logicalName(), id));
    }

    static Refusal notFoundByKey(Table table) {
        return new Refusal(
                404,
                "0x80060891",
                "A record with the specified key values does not exist in %s entity".formatted(table.logicalName()));
    }

    static Refusal keyNotDefined(Table table) {
        return new Refusal(
                400,
                "0x80060890",
                "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.%1$s'. "
                                .formatted(table.logicalName())
                        + "The specified key attributes are not a defined key for the %s entity"
                                .formatted(table.logicalName()));
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }

    static Refusal privilege(String userId, String privilege, Table table) {
        return new Refusal(
                403,
                "0x80040220",
                ("Principal user (Id=%s, type=8, roleCount=1, privilegeCount=12, accessMode='4 Non-interactive') is "
                                + "missing %s privilege on OTC=%d for entity '%s' (LocalizedName='%s'). "
                                + "context.Caller=%s.")
                        .formatted(
                                userId, privilege, table.objectTypeCode(), table.logicalName(), table.label(), userId));
    }
}
