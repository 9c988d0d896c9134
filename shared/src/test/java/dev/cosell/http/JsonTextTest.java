package dev.cosell.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999991", "{\"value\": -92233720361e-999999999854775808}", "[1e9999999991]"})
    void aNumberBeyondAllNumbersIsNoJson(String text) {
        assertThrows(JsonProcessingException.class, () -> JsonText.read(READER, text));
        assertThrows(JsonProcessingException.class, () -> JsonText.read(READER, text.getBytes(StandardCharsets.UTF_8)));
    }
}
