// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests.programs;

import java.net.MalformedURLException;
import java.rmi.Naming;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.rmi.server.UnicastRemoteObject;

/** {@code server} exports an object at a port of the system's choice; {@code client HOST} calls it. */
public final class RmiGreeting {
    private RmiGreeting() {}

    /** What is called. */
    public interface Greeter extends Remote {
        String greet(String name) throws RemoteException;
    }

    private static final class Polite extends UnicastRemoteObject implements Greeter {
        private Polite() throws RemoteException {}

        @Override
        public String greet(String name) {
            try {
                return "hello " + name + " at " + RemoteServer.getClientHost();
            } catch (ServerNotActiveException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static void main(String[] words) throws RemoteException, MalformedURLException, NotBoundException {
        if (words[0].equals("server")) {
            LocateRegistry.createRegistry(1099).rebind("greeter", new Polite());
            System.out.println("serving");
        } else {
            Greeter greeter = (Greeter) Naming.lookup("rmi://" + words[1] + "/greeter");
            System.out.println(greeter.greet("neighbour") + ", "
                    + greeter.toString().replaceAll(".*endpoint:\\[([^:]*):.*", "$1"));
        }
    }
}
