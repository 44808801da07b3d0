package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paperboy/data/sharedtest"
)

// mailpit is Mailpit, a mail server that keeps what it gets and shows it by an API.
type mailpit struct {
	*testing.T
	port int
	api  string
}

// newMailpit starts the program $PAPERBOY_MAILPIT; .ci/run installs it.
func newMailpit(t *testing.T) *mailpit {
	t.Helper()
	program := os.Getenv("PAPERBOY_MAILPIT")
	if program == "" {
		sharedtest.Require(t, "mailpit")
	}
	m := &mailpit{T: t, port: freePort(t)}
	listen := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	m.api = "http://" + listen + "/api/v1/"
	serve := exec.CommandContext(t.Context(), program, "--smtp", fmt.Sprintf("127.0.0.1:%d", m.port), "--listen", listen, "--enable-chaos",
		"--disable-version-check", "--smtp-disable-rdns", "--database", filepath.Join(t.TempDir(), "mailpit.db"))
	logged, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	serve.Stderr = serve.Stdout
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	// It is about to open both ports when it says where its pages are.
	lines := bufio.NewScanner(logged)
	started := false
	for !started && lines.Scan() {
		started = strings.Contains(lines.Text(), "accessible via")
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, logged)
	}()
	t.Cleanup(func() {
		_ = serve.Process.Kill()
		<-done
		_ = serve.Wait() // it was killed
	})
	if !started {
		t.Fatal("Mailpit ended before it started")
	}
	for _, address := range []string{listen, fmt.Sprintf("127.0.0.1:%d", m.port)} {
		awaitPort(t, address)
	}
	return m
}

// awaitPort returns when a program accepts connections at an address.
func awaitPort(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			conn.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// freePort returns a port that nobody uses at present.
func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// call sends a request to the API and decodes its answer, unless answer is nil.
func (m *mailpit) call(method, path string, body, answer any) {
	m.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		m.Fatal(err)
	}
	r, err := http.NewRequestWithContext(m.Context(), method, m.api+path, bytes.NewReader(sent))
	if err != nil {
		m.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		m.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		m.Fatalf("%s %s: %s, error %v\n%s", method, path, response.Status, err, content)
	}
	if answer != nil {
		if err := json.Unmarshal(content, answer); err != nil {
			m.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

// received is an email as Mailpit shows it.
type received struct {
	ID, MessageID, Subject string
	Text, HTML             string
}

// emails returns the emails that have arrived, oldest first.
func (m *mailpit) emails() []received {
	m.Helper()
	var list struct{ Messages []received }
	m.call("GET", "messages", nil, &list)
	emails := make([]received, len(list.Messages))
	for i, one := range list.Messages { // the newest is first
		m.call("GET", "message/"+one.ID, nil, &emails[len(emails)-1-i])
	}
	return emails
}

// header returns the fields of an email's header.
func (m *mailpit) header(id string) (fields http.Header) {
	m.Helper()
	m.call("GET", "message/"+id+"/headers", nil, &fields)
	return fields
}

// refuse makes Mailpit answer to each RCPT TO with a code; 0 accepts again.
func (m *mailpit) refuse(code int) {
	m.Helper()
	type trigger struct{ ErrorCode, Probability int }
	accept := trigger{451, 0}
	recipient := accept
	if code != 0 {
		recipient = trigger{code, 100}
	}
	m.call("PUT", "chaos", map[string]trigger{"Sender": accept, "Recipient": recipient, "Authentication": accept}, nil)
}
