package dev.slipway.sandbox;

class BubblewrapTest extends SandboxContract {

    @Override
    SandboxLevel level() {
        return SandboxLevel.BUBBLEWRAP;
    }
}
