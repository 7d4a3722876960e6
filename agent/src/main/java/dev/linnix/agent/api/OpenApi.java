package dev.linnix.agent.api;

import dev.linnix.agent.api.json.ErrorJson;
import dev.linnix.agent.api.json.Explicit;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Describes the routes in OpenAPI 3.1: what a route says of itself, and the components of the records it answers with. */
final class OpenApi {
    /** Names that do not follow from the component's. */
    private static final Map<String, String> NAMES = Map.of(
            "incidentsLast1h", "incidents_last_1h",
            "psiCpuSomeAvg10", "psi_cpu_some_avg10",
            "psiMemorySomeAvg10", "psi_memory_some_avg10",
            "psiMemoryFullAvg10", "psi_memory_full_avg10",
            "psiIoSomeAvg10", "psi_io_some_avg10",
            "psiIoFullAvg10", "psi_io_full_avg10");

    private final Map<String, Object> schemas = new TreeMap<>();

    private OpenApi() {}

    /** {@return the description as JSON} */
    static byte[] describe(List<Route> routes, String version) {
        OpenApi api = new OpenApi();
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            @SuppressWarnings("unchecked")
            Map<String, Object> path = (Map<String, Object>)
                    paths.computeIfAbsent(route.pattern(), pattern -> new LinkedHashMap<String, Object>());
            path.put(route.method().toLowerCase(Locale.ROOT), api.operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Linnix", "version", version));
        document.put("security", List.of(Map.of(), Map.of("token", List.of())));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        api.schemas,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return Json.anyBytes(document);
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        if (route.result().shape() != Route.Shape.ERROR) {
            responses.put("200", Map.of("description", "As asked.", "content", content(route.result())));
        }
        Map<String, Object> error = Map.of("application/json", Map.of("schema", schema(ErrorJson.class)));
        responses.put("default", Map.of("description", "An error.", "content", error));
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        operation.put(
                "parameters",
                route.parameters().stream().map(OpenApi::parameter).toList());
        operation.put("responses", responses);
        if (route.withToken()) operation.put("security", List.of(Map.of("token", List.of())));
        return operation;
    }

    private static Map<String, Object> parameter(Route.Parameter parameter) {
        return Map.of(
                "name",
                parameter.name(),
                "in",
                parameter.in(),
                "required",
                parameter.in().equals("path"),
                "description",
                parameter.description(),
                "schema",
                Map.of("type", parameter.type()));
    }

    private Map<String, Object> content(Route.Result result) {
        Class<?> type = result.schema();
        Map<String, Object> schema = type == null ? Map.of("type", "string") : schema(type);
        return switch (result.shape()) {
            case ARRAY -> Map.of("application/json", Map.of("schema", Map.of("type", "array", "items", schema)));
            case STREAM -> Map.of("text/event-stream", Map.of("schema", schema));
            // What the bytes are needs no schema.
            case BYTES -> Map.of(Response.BYTES, Map.of());
            case TEXT -> Map.of("text/plain", Map.of("schema", schema));
            default -> Map.of("application/json", Map.of("schema", schema));
        };
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == List.class
                    ? Map.of("type", "array", "items", schema(last))
                    : Map.of("type", "object", "additionalProperties", schema(last));
        }
        if (type == Explicit.class) {
            return Map.of("type", List.of("number", "string", "null"), "description", "null when it is not known");
        }
        if (type == String.class) return Map.of("type", "string");
        if (type == boolean.class || type == Boolean.class) return Map.of("type", "boolean");
        if (type == double.class || type == Double.class) return Map.of("type", "number");
        if (type instanceof Class<?> record && record.isRecord()) return reference(record);
        if (type instanceof Class<?> other && other == Map.class) return Map.of("type", "object");
        return Map.of("type", "integer");
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = record.getSimpleName().replaceFirst("Json$", "");
        if (!schemas.containsKey(name)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(name, Map.of("type", "object", "properties", properties));
            for (RecordComponent component : record.getRecordComponents()) {
                properties.put(name(component.getName()), schema(component.getGenericType()));
            }
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static String name(String component) {
        String given = NAMES.get(component);
        return given != null
                ? given
                : component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
