package dev.slipway.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalTest {

    @ParameterizedTest
    @CsvSource({
        // scope, role, read, build, deploy, administer
        "READ, READER, true, false, false, false",
        "READ, ADMIN, true, false, false, false",
        "BUILD, READER, false, false, false, false",
        "BUILD, MEMBER, false, true, false, false",
        "DEPLOY, MEMBER, false, false, true, false",
        "ADMIN, READER, true, false, false, false",
        "ADMIN, MEMBER, true, true, true, false",
        "ADMIN, ADMIN, true, true, true, true",
    })
    void aRightIsWhatTheScopeAndTheRoleBothGive(
            Scope scope, TenantRole role, boolean read, boolean build, boolean deploy, boolean administer) {
        // When
        Principal principal = principal(scope, Map.of("acme", role), false);

        // Then
        assertThat(principal.mayRead("acme")).isEqualTo(read);
        assertThat(principal.mayBuild("acme")).isEqualTo(build);
        assertThat(principal.mayDeploy("acme")).isEqualTo(deploy);
        assertThat(principal.mayAdminister("acme")).isEqualTo(administer);
        assertThat(principal.mayAdministerInstallation()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"READ", "BUILD", "DEPLOY", "ADMIN"})
    void aRoleInOneTenantIsNoneInAnother(Scope scope) {
        // When
        Principal principal = principal(scope, Map.of("acme", TenantRole.ADMIN), false);

        // Then
        assertThat(principal.mayRead("umbrella")).isFalse();
        assertThat(principal.mayBuild("umbrella")).isFalse();
        assertThat(principal.mayDeploy("umbrella")).isFalse();
        assertThat(principal.mayAdminister("umbrella")).isFalse();
    }

    @Test
    void anAdministratorsNarrowTokenStaysNarrow() {
        // When
        Principal principal = principal(Scope.READ, Map.of(), true);

        // Then
        assertThat(principal.mayRead("acme")).isTrue();
        assertThat(principal.mayBuild("acme")).isFalse();
        assertThat(principal.mayAdministerInstallation()).isFalse();
        assertThat(principal(Scope.ADMIN, Map.of(), true).mayAdministerInstallation())
                .isTrue();
    }

    @Test
    void nobodyInParticularMayReadNothingThatIsPrivate() {
        assertThat(Principal.anonymous(Dialect.NATIVE).mayRead("acme")).isFalse();
    }

    private static Principal principal(Scope scope, Map<String, TenantRole> tenants, boolean administrator) {
        return new Principal("ann", false, "c", Dialect.NATIVE, Set.of(scope), tenants, administrator, null);
    }
}
