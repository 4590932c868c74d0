package dev.slipway.events;

/** Asks the owner of an aggregate to do something. Handled by exactly one service, at least once. */
public sealed interface Command extends Message
        permits BuildRequested,
                BuildCancelRequested,
                BuildQueued,
                AppActionRequested,
                PipelineRunRequested,
                PipelineRunCancelRequested {}
