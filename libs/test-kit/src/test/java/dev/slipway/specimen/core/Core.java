package dev.slipway.specimen.core;

import dev.slipway.specimen.core.adapter.Adapter;
import dev.slipway.specimen.dialect.Rendering;
import java.sql.Connection;

/** Breaks the rules on purpose: knows a dialect, an adapter and JDBC. */
public record Core(Rendering rendering, Adapter adapter, Connection connection) {}
