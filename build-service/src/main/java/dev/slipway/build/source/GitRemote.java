package dev.slipway.build.source;

import java.util.List;

/**
 * A repository that has passed its checks, as git is to be called with it.
 *
 * @param options global options that pin the addresses that were checked
 * @param location what stands in the place of the URL
 */
record GitRemote(List<String> options, String location) {}
