package dev.slipway.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteMatch;
import dev.slipway.dialects.RouteTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditActionTest {

    private final AuditAction actions = new AuditAction();

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "POST,   /platform/v1/flows,            flows.create",
        "DELETE, /platform/v1/flows/7,          flows.delete",
        "POST,   /platform/v1/flows/7/builds,   builds.create",
        "POST,   /platform/v1/builds/7/cancel,  builds.cancel",
        "POST,   /v1/apps/7/actions/restart,    actions.restart",
        "PUT,    /v2/acme/app/manifests/latest, manifests.update",
        "PATCH,  /v2/acme/app/blobs/uploads/7,  uploads.update",
        "GET,    /v2,                           oci.read"
    })
    void an_action_is_named_by_what_is_acted_on_and_what_is_done(String method, String path, String action) {
        // Given
        Route route = ((RouteMatch.Found) RouteTable.load().match(method, path)).route();

        // Then
        assertThat(actions.of(route)).isEqualTo(action);
    }

    @Test
    void every_route_has_one() {
        assertThat(RouteTable.load().routes())
                .allSatisfy(route -> assertThat(actions.of(route)).matches("[a-z_-]+\\.[a-z_-]+"));
    }
}
