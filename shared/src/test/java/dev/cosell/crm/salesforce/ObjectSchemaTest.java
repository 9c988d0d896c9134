package dev.cosell.crm.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectSchemaTest {
    @Test
    void aLookupOfWhichSalesforceNamesNoObjectPointsToNone() throws JsonProcessingException {
        ObjectSchema schema = ObjectSchema.read(new ObjectMapper().readTree("""
                {"name": "Opportunity", "fields": [
                  {"name": "AccountId", "type": "reference", "relationshipName": "Account", "referenceTo": []},
                  {"name": "OwnerId", "type": "reference", "relationshipName": "Owner", "referenceTo": ["Group", "User"]}]}
                """));

        assertEquals(Optional.empty(), schema.column("AccountId").orElseThrow().target());
        assertEquals(
                Optional.of("Group"), schema.column("OwnerId").orElseThrow().target());
    }
}
