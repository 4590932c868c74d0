package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectsTest {

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "GET,  /v1/build-flows,                              DAOCLOUD",
        "POST, /v1/build-flows/7/builds,                     DAOCLOUD",
        "GET,  /v1/build-flows/agent-plugin/publisher/x,     DAOCLOUD",
        "POST, /v1/apps/7/actions/start,                     DAOCLOUD",
        "GET,  /v1/ship/iplist,                              DAOCLOUD",
        "GET,  /v1/nothing,                                  DAOCLOUD",
        "GET,  /v1/4f2a/publisher/query-all,                 CODEARTS",
        "POST, /v1/4f2a/relation/plugins,                    CODEARTS",
        "POST, /v1/4f2a/agent-plugin/create,                 CODEARTS",
        "GET,  /v3/pipelines/status,                         CODEARTS",
        "POST, /v5/p/api/pipelines,                          CODEARTS",
        "GET,  /v2/,                                         OCI",
        "GET,  /v2,                                          OCI",
        "GET,  /v2/acme/app/tags/list,                       OCI",
        "GET,  /v2/acme/rules/manifests/latest,              OCI",
        "GET,  /v2/acme/tenant/rule-sets/manifests/query,    OCI",
        "GET,  /v2/4f2a/rules/query,                         CODEARTS",
        "PUT,  /v2/4f2a/rules/9/update,                      CODEARTS",
        "GET,  /v2/4f2a/tenant/rule-sets/query,              CODEARTS",
        "GET,  /v2/4f2a/rule-sets/9/gray/detail,             CODEARTS",
        "GET,  /api/repos/acme/app/builds,                   DRONE",
        "GET,  /api/builds,                                  DRONE",
        "GET,  /api/user,                                    DRONE",
        "GET,  /api/user/feed,                               DRONE",
        "GET,  /api/users,                                   DRONE",
        "POST, /hook,                                        DRONE",
        "GET,  /login,                                       DRONE",
        "POST, /login,                                       HARBOR",
        "POST, /login/form,                                  DRONE",
        "GET,  /api/user/userInfo,                           SERVERLESS_CD",
        "GET,  /api/flow/application/list,                   SERVERLESS_CD",
        "GET,  /api/application/list,                        SERVERLESS_CD",
        "POST, /api/tokens/create,                           SERVERLESS_CD",
        "GET,  /api/project/list,                            IMAGEBUILD",
        "GET,  /api/projects,                                HARBOR",
        "GET,  /api/plugin/list,                             IMAGEBUILD",
        "GET,  /api/repositories,                            HARBOR",
        "GET,  /projects,                                    HARBOR",
        "GET,  /platform/v1/builds,                          NATIVE",
        "GET,  /,                                            NATIVE",
        "GET,  /api,                                         NATIVE",
        "GET,  /unheard/of,                                  NATIVE"
    })
    void a_path_alone_decides_the_dialect(String method, String path, Dialect expected) {
        // When
        Dialect dialect = Dialects.ofPath(method, path);

        // Then
        assertThat(dialect).isEqualTo(expected);
    }

    @Test
    void every_route_of_every_service_is_in_the_dialect_that_its_path_says() {
        // Given
        RouteTable table = RouteTable.load();

        // Then
        assertThat(table.routes()).isNotEmpty().allSatisfy(route -> {
            String path = route.pattern().replaceAll("\\{[^}]*}", "x");
            assertThat(Dialects.ofPath(route.method(), path))
                    .as(route.toString())
                    .isEqualTo(route.dialect());
        });
    }
}
