package dev.linnix.agent.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handles signals of this process. The JDK's only way is {@code sun.misc.Signal}, which the compiler warns about
 * whatever one does; hence by reflection.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs {@code action} on a thread of the JVM each time the signal comes; the signal's usual effect is gone.
     *
     * @param name without SIG, e.g. {@code "TERM"}
     * @throws IllegalStateException when this JVM does not let us
     */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(args[0]);
                default -> "handler of " + name;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }
}
