package dev.slipway.kit.servers;

/**
 * A schema to work in, and its only user.
 *
 * @param url {@code postgresql://host:port/database}
 */
public record TestSchema(String url, String name, String user, String password) {}
