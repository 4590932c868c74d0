package dev.slipway.sandbox;

class NamespacesTest extends SandboxContract {

    @Override
    SandboxLevel level() {
        return SandboxLevel.NAMESPACES;
    }
}
