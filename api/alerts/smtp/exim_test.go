package smtp_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"paperboy/api/alerts"
	"paperboy/api/alerts/bounce"
	"paperboy/api/alerts/smtp"
	"paperboy/data/sharedtest"
)

// exim is Exim, a mail server that much of the net's mail goes through. It has no daemon here: each
// connection is served by a process of its own, as by inetd.
type exim struct {
	t                    *testing.T
	program, dir, config string
	port                 int
	roots                *x509.CertPool
}

func newExim(t *testing.T) *exim {
	t.Helper()
	program, err := exec.LookPath("exim4")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/exim4"); err != nil {
			sharedtest.Require(t, "exim")
		}
	}
	// Exim gives up its rights, so its folders belong to everybody.
	dir, err := os.MkdirTemp("", "exim")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	x := &exim{t: t, program: program, dir: dir, config: filepath.Join(dir, "exim.conf"), roots: x509.NewCertPool()}
	for _, folder := range []string{dir, filepath.Join(dir, "spool"), filepath.Join(dir, "maildir")} {
		x.must(errors.Join(os.MkdirAll(folder, 0o777), os.Chmod(folder, 0o777)))
	}
	tls := certificate(t, x.roots)
	key, err := x509.MarshalPKCS8PrivateKey(tls.Certificates[0].PrivateKey)
	x.must(err)
	x.write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	x.write("cert.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: tls.Certificates[0].Certificate[0]}))
	config, err := os.ReadFile("testdata/exim.conf")
	x.must(err)
	x.write("exim.conf", []byte(strings.ReplaceAll(string(config), "DIR", dir)))
	x.must(os.Chmod(dir, 0o755)) // or Exim refuses the configuration
	x.listen()
	return x
}

func (x *exim) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *exim) write(name string, content []byte) {
	x.t.Helper()
	x.must(os.WriteFile(filepath.Join(x.dir, name), content, 0o644))
}

// listen starts a process for each connection.
func (x *exim) listen() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	x.must(err)
	x.port = listener.Addr().(*net.TCPAddr).Port
	var processes sync.WaitGroup
	processes.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			processes.Go(func() {
				defer conn.Close()
				file, err := conn.(*net.TCPConn).File()
				if err != nil {
					x.t.Error(err)
					return
				}
				defer file.Close()
				serve := exec.CommandContext(x.t.Context(), x.program, "-C", x.config, "-bs")
				serve.Stdin, serve.Stdout = file, file
				_ = serve.Run() // a client that hangs up is no error
			})
		}
	})
	x.t.Cleanup(func() { listener.Close(); processes.Wait() })
}

// deliver runs the queue, and returns what has arrived in the mailbox. Bounces are made by the first
// run and delivered by the second.
func (x *exim) deliver() []string {
	x.t.Helper()
	for range 2 {
		if out, err := exec.CommandContext(x.t.Context(), x.program, "-C", x.config, "-qff").CombinedOutput(); err != nil {
			x.t.Fatalf("exim -qff: %v\n%s", err, out)
		}
	}
	files, err := filepath.Glob(filepath.Join(x.dir, "maildir", "new", "*"))
	x.must(err)
	emails := make([]string, len(files))
	for i, file := range files {
		raw, err := os.ReadFile(file)
		x.must(err)
		emails[i] = string(raw)
	}
	return emails
}

// What Exim refuses at once, what it accepts, and what comes back later.
func TestExim(t *testing.T) {
	x := newExim(t)
	sender := newSender(t, smtp.Options{Host: "127.0.0.1", Port: x.port, Hello: "papers.example", User: "paperboy", Password: "secret", Roots: x.roots})
	for to, want := range map[string]alerts.SendError{
		"nobody@example.org": {Failure: alerts.FailedRecipient, Code: 550, Status: "5.1.1"},
		"busy@example.org":   {Failure: alerts.FailedTemporarily, Code: 451, Status: "4.7.1"},
	} {
		failed, ok := errors.AsType[*alerts.SendError](sender.Send(t.Context(), message(to)))
		if !ok || failed.Failure != want.Failure || failed.Code != want.Code || failed.Status != want.Status {
			t.Errorf("%s: %+v, want %+v", to, failed, want)
		}
	}
	for _, to := range []string{"ada@example.org", "vanished@example.org"} {
		if err := sender.Send(t.Context(), message(to)); err != nil {
			t.Fatalf("%s: %v", to, err)
		}
	}
	if err := sender.Close(); err != nil {
		t.Error(err)
	}

	emails := x.deliver()
	if len(emails) != 2 {
		t.Fatalf("%d emails in the mailbox, want a message and a bounce", len(emails))
	}
	seen := 0
	for _, mail := range emails {
		got, err := bounce.Parse(strings.NewReader(mail))
		if err != nil {
			if !strings.Contains(mail, "Hello\n.\n..\n") || !strings.Contains(mail, "Return-path: <bounce+k@papers.example>") {
				t.Errorf("the message arrived as\n%s", mail)
			}
			continue
		}
		seen++
		if want := (alerts.Bounce{Key: "k", Status: "5.0.0"}); got != want {
			t.Errorf("bounce %+v, want %+v", got, want)
		}
	}
	if seen != 1 {
		t.Errorf("%d bounces, want 1", seen)
	}
}

func TestEximRefusesPassword(t *testing.T) {
	x := newExim(t)
	sender := newSender(t, smtp.Options{Host: "127.0.0.1", Port: x.port, Hello: "papers.example", User: "paperboy", Password: "guess", Roots: x.roots})
	failed, ok := errors.AsType[*alerts.SendError](sender.Send(t.Context(), message("ada@example.org")))
	if !ok || failed.Failure != alerts.FailedServer || failed.Code != 535 {
		t.Errorf("%+v, want 535", failed)
	}
}
