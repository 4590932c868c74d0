package dev.slipway.events;

/**
 * The principal on whose behalf a service asks, as it was authorised when it asked the asking service.
 *
 * @param name the login of the user or service account
 * @param tenant the slug of the tenant that the asking object belongs to
 * @param administrator true for an administrator of the installation; that alone gives no right to objects of other tenants, for it is the tenant
 *     who wrote what is asked for
 */
public record Requester(String name, String tenant, boolean administrator) {}
