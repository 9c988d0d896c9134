package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The types of fields, as describe names them. */
enum FieldType {
    ID("tns:ID"),
    REFERENCE("tns:ID"),
    STRING("xsd:string"),
    TEXTAREA("xsd:string"),
    PHONE("xsd:string"),
    EMAIL("xsd:string"),
    URL("xsd:string"),
    PICKLIST("xsd:string"),
    MULTIPICKLIST("xsd:string"),
    BOOLEAN("xsd:boolean"),
    INT("xsd:int"),
    DOUBLE("xsd:double"),
    CURRENCY("xsd:double"),
    PERCENT("xsd:double"),
    DATE("xsd:date"),
    DATETIME("xsd:dateTime");

    private final String soapType;

    FieldType(String soapType) {
        this.soapType = soapType;
    }

    String soapType() {
        return soapType;
    }

    @JsonValue
    String describeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isText() {
        return soapType.equals("xsd:string");
    }

    boolean isId() {
        return this == ID || this == REFERENCE;
    }

    boolean isNumber() {
        return this == INT || isDecimal();
    }

    boolean isDecimal() {
        return this == DOUBLE || this == CURRENCY || this == PERCENT;
    }
}
