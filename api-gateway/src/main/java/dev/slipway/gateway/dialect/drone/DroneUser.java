package dev.slipway.gateway.dialect.drone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.gateway.account.User;

/** A user as Drone 0.5 shows it: {@code admin} is left out when it is false. */
public record DroneUser(
        @JsonProperty("id") long id,
        @JsonProperty("login") String login,
        @JsonProperty("email") String email,
        @JsonProperty("avatar_url") String avatarUrl,
        @JsonProperty("active") boolean active,

        @JsonProperty("admin") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean admin) {

    static DroneUser of(User user) {
        return new DroneUser(user.serial(), user.login(), user.email(), "", !user.disabled(), user.administrator());
    }
}
