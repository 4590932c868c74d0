package dev.slipway.gateway.door;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.accesskey.SignedRequests;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.credential.PresentedCredential;
import dev.slipway.gateway.credential.TrustedLogins;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.drone.DroneTokens;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.registry.RegistryAccess;
import dev.slipway.gateway.registry.RegistryTokens;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.CredentialsById;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the credentials of a request into a principal. */
@ApplicationScoped
class Authenticator {

    private final VerifiedCredentials verified;
    private final AccessTokens tokens;
    private final Passwords passwords;
    private final DroneTokens droneTokens;
    private final SignedRequests signedRequests;
    private final RegistryTokens registryTokens;
    private final CredentialsById credentialsById;
    private final TrustedLogins trustedLogins;

    Authenticator(
            VerifiedCredentials verified,
            AccessTokens tokens,
            Passwords passwords,
            DroneTokens droneTokens,
            SignedRequests signedRequests,
            RegistryTokens registryTokens,
            CredentialsById credentialsById,
            TrustedLogins trustedLogins) {
        this.verified = verified;
        this.tokens = tokens;
        this.passwords = passwords;
        this.droneTokens = droneTokens;
        this.signedRequests = signedRequests;
        this.registryTokens = registryTokens;
        this.credentialsById = credentialsById;
        this.trustedLogins = trustedLogins;
    }

    /** Fails as unavailable when a credential cannot be verified at the moment. */
    Uni<Authentication> authenticate(Exchange exchange) {
        List<PresentedCredential> presented = CredentialReader.read(
                exchange.dialect(),
                exchange.method(),
                exchange.request().headers(),
                exchange.dialect() == Dialect.DRONE ? exchange.accessTokens() : List.of());
        if (presented.isEmpty()) {
            return Uni.createFrom().item(new Authentication.Anonymous(Principal.anonymous(exchange.dialect())));
        }
        Uni<Authentication> who = authenticate(exchange, presented.get(0));
        for (PresentedCredential another : presented.subList(1, presented.size())) {
            who = who.chain(first -> first instanceof Authentication.Known known
                    ? authenticate(exchange, another).map(second -> both(known, second))
                    : Uni.createFrom().item(first));
        }
        return who;
    }

    /** Several credentials are no mistake as long as they are the same principal's. */
    private static Authentication both(Authentication.Known first, Authentication second) {
        if (second instanceof Authentication.Known known
                && !known.holder().login().equals(first.holder().login())) {
            return new Authentication.Refused(
                    ErrorCode.INVALID, "the request carries credentials of different principals; send one");
        }
        return second instanceof Authentication.Known ? first : second;
    }

    private Uni<Authentication> authenticate(Exchange exchange, PresentedCredential presented) {
        Dialect dialect = exchange.dialect();
        if (presented instanceof PresentedCredential.Malformed malformed) {
            return Uni.createFrom().item(Authentication.Refused.unauthenticated(malformed.why()));
        }
        if (presented instanceof PresentedCredential.RegistryToken token) {
            return registryToken(dialect, token.value());
        }
        return verify(exchange, presented).map(holder -> decide(dialect, holder, null));
    }

    private Uni<Optional<CredentialHolder>> verify(Exchange exchange, PresentedCredential presented) {
        if (presented instanceof PresentedCredential.Token token) {
            return token(token.value());
        }
        if (presented instanceof PresentedCredential.Password password) {
            return password(exchange.clientAddress(), password);
        }
        if (presented instanceof PresentedCredential.DroneJwt jwt) {
            return switch (jwt.use()) {
                case USER -> droneTokens.user(jwt.value());
                case SESSION -> droneTokens.session(jwt.value());
            };
        }
        if (presented instanceof PresentedCredential.DroneSession session) {
            return droneTokens.session(session.session(), session.csrf());
        }
        if (presented instanceof PresentedCredential.Signature signature) {
            return signedRequests.verify(exchange, signature.authorization());
        }
        if (presented instanceof PresentedCredential.BareWord word) {
            return orElse(token(word.value()), () -> trustedLogins.holder(word.value()));
        }
        throw new IllegalStateException("nobody verifies " + presented);
    }

    private Uni<Optional<CredentialHolder>> token(String value) {
        String sha256 = Hashes.sha256Hex(value);
        return verified.verify(sha256, () -> tokens.holder(sha256));
    }

    /** Image tools send a token in the password's place, with any login. */
    private Uni<Optional<CredentialHolder>> password(String address, PresentedCredential.Password presented) {
        return orElse(
                token(presented.password()), () -> passwords.verify(address, presented.login(), presented.password()));
    }

    private Uni<Authentication> registryToken(Dialect dialect, String value) {
        Optional<RegistryTokens.Verified> token = registryTokens.verify(value, Instant.now());
        if (token.isEmpty()) {
            return Uni.createFrom().item(unknown());
        }
        return credentialsById
                .holder(token.get().credentialId())
                .map(holder -> decide(dialect, holder, token.get().access()));
    }

    private static Authentication decide(
            Dialect dialect, Optional<CredentialHolder> holder, @Nullable RegistryAccess access) {
        if (holder.isEmpty()) {
            return unknown();
        }
        CredentialHolder known = holder.get();
        return known.isFor(dialect)
                ? new Authentication.Known(known, known.principal(dialect), access)
                : Authentication.Refused.unauthenticated("this token is not good for the dialect " + dialect.word());
    }

    private static Authentication unknown() {
        return Authentication.Refused.unauthenticated("the access token is unknown, expired or revoked");
    }

    private static Uni<Optional<CredentialHolder>> orElse(
            Uni<Optional<CredentialHolder>> first, Supplier<Uni<Optional<CredentialHolder>>> second) {
        return first.chain(found -> found.isPresent() ? Uni.createFrom().item(found) : second.get());
    }
}
