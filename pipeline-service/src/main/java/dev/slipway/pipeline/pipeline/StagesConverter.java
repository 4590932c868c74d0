package dev.slipway.pipeline.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.pipeline.json.StoredJson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Keeps the stages of a pipeline as one JSON text: they are always read and written together. */
@Converter
class StagesConverter implements AttributeConverter<List<StageDefinition>, String> {

    private static final TypeReference<List<StageDefinition>> STAGES = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(List<StageDefinition> stages) {
        return StoredJson.write(stages);
    }

    @Override
    public List<StageDefinition> convertToEntityAttribute(String json) {
        return StoredJson.readList(json, STAGES);
    }
}
