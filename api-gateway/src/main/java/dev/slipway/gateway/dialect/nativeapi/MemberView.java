package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.Memberships;

/** A member of a tenant as the native API shows it. */
public record MemberView(String login, String role) {

    static MemberView of(Memberships.Member member) {
        return new MemberView(member.login(), member.role().word());
    }
}
