// SPDX-License-Identifier: Apache-2.0

// The program of GoIT, built statically: it makes its system calls itself.
//
//	peer serve [IP:]PORT   answers each line with its host's name, both ends of the connection and the line
//	peer ask HOST PORT N   N connections, a line on each: prints the different answers, sorted
//	peer web [IP:]PORT     says over HTTP who asks for what
//	peer get URL           the status and the first line of what is there
//	peer start WORDS...    another program, without anything in its environment but PATH
package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sort"
	"strconv"
	"strings"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func ip(address net.Addr) string {
	host, _, err := net.SplitHostPort(address.String())
	fail(err)
	return host
}

// "80", on all addresses, or "127.0.0.1:80"
func listen(where string) net.Listener {
	if !strings.Contains(where, ":") {
		where = ":" + where
	}
	listener, err := net.Listen("tcp", where)
	fail(err)
	return listener
}

func serve(where string) {
	name, err := os.Hostname()
	fail(err)
	listener := listen(where)
	fmt.Println("serving as", name)
	for {
		connection, err := listener.Accept()
		fail(err)
		go func() {
			defer connection.Close()
			line, err := bufio.NewReader(connection).ReadString('\n')
			if err == nil {
				fmt.Fprintf(connection, "%s: %s to %s: %s", name, ip(connection.RemoteAddr()), ip(connection.LocalAddr()), line)
			}
		}()
	}
}

func ask(host, port string, times int) {
	seen := map[string]bool{}
	for i := 0; i < times; i++ {
		connection, err := net.Dial("tcp", net.JoinHostPort(host, port))
		fail(err)
		fmt.Fprintln(connection, "hello")
		answer, err := bufio.NewReader(connection).ReadString('\n')
		fail(err)
		seen[fmt.Sprintf("%s to %s, %s", ip(connection.LocalAddr()), ip(connection.RemoteAddr()), answer)] = true
		connection.Close()
	}
	var all []string
	for one := range seen {
		all = append(all, one)
	}
	sort.Strings(all)
	fmt.Print(strings.Join(all, ""))
}

func web(where string) {
	listener := listen(where)
	fmt.Println("serving")
	fail(http.Serve(listener, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		host, _, _ := net.SplitHostPort(request.RemoteAddr)
		fmt.Fprintf(writer, "%s asked for %s\n", host, request.URL.Path)
	})))
}

func get(address string) {
	response, err := http.Get(address)
	fail(err)
	line, err := bufio.NewReader(response.Body).ReadString('\n')
	fail(err)
	fmt.Print(response.StatusCode, " ", line)
}

func start(words []string) {
	command := exec.Command(words[0], words[1:]...)
	command.Env = []string{"PATH=" + os.Getenv("PATH")}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	fail(command.Run())
}

func main() {
	words := append(os.Args[1:], "", "", "", "")
	switch words[0] {
	case "serve":
		serve(words[1])
	case "ask":
		times, err := strconv.Atoi(words[3])
		fail(err)
		ask(words[1], words[2], times)
	case "web":
		web(words[1])
	case "get":
		get(words[1])
	case "start":
		start(os.Args[2:])
	default:
		fmt.Fprintln(os.Stderr, "peer: which of serve, ask, web, get, start?")
		os.Exit(2)
	}
}
