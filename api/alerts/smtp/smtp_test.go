package smtp_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	server "github.com/emersion/go-smtp"

	"paperboy/api/alerts"
	"paperboy/api/alerts/smtp"
)

func TestSend(t *testing.T) {
	for _, security := range smtp.Securities {
		t.Run(string(security), func(t *testing.T) {
			s := startServer(t, security, nil)
			sender := newSender(t, s.options(security))
			for _, to := range []string{"ada@example.org", "grace@example.org"} {
				if err := sender.Send(t.Context(), message(to)); err != nil {
					t.Fatal(err)
				}
			}
			emails, sessions := s.accepted()
			if len(emails) != 2 {
				t.Fatalf("%d emails were accepted, want 2", len(emails))
			}
			// go-smtp begins a session at EHLO, and STARTTLS is followed by another EHLO.
			if want := map[smtp.Security]int{smtp.StartTLS: 2, smtp.TLS: 1, smtp.None: 1}[security]; sessions != want {
				t.Errorf("%d sessions, want %d: one connection serves all messages", sessions, want)
			}
			want := received{from: "bounce+k@papers.example", to: "ada@example.org", raw: text, tls: security != smtp.None}
			if emails[0] != want {
				t.Errorf("accepted %+v, want %+v", emails[0], want)
			}
		})
	}
}

// What a server refuses, and whose fault that is.
func TestSendIsRefused(t *testing.T) {
	starttls := smtp.StartTLS
	tests := []struct {
		name   string
		change func(*mailServer, *smtp.Options)
		to     string
		want   alerts.Failure
		code   int
		status string
	}{
		{"550 at RCPT", nil, "550@example.org", alerts.FailedRecipient, 550, "5.1.1"},
		{"451 at RCPT", nil, "451@example.org", alerts.FailedTemporarily, 451, "4.1.1"},
		{"530 at RCPT", nil, "530@example.org", alerts.FailedServer, 530, "5.1.1"},
		{"554 after DATA", nil, "554-data@example.org", alerts.FailedRecipient, 554, "5.1.1"},
		{"452 after DATA", nil, "452-data@example.org", alerts.FailedTemporarily, 452, "4.1.1"},
		{"421 at RCPT", nil, "421@example.org", alerts.FailedServer, 421, "4.1.1"},
		{
			"550 at MAIL", func(s *mailServer, _ *smtp.Options) {
				s.refuseMail = &server.SMTPError{Code: 550, EnhancedCode: server.EnhancedCode{5, 7, 1}, Message: "not your address"}
			}, "ada@example.org", alerts.FailedServer, 550, "5.7.1",
		},
		{
			"451 at MAIL", func(s *mailServer, _ *smtp.Options) {
				s.refuseMail = &server.SMTPError{Code: 451, EnhancedCode: server.EnhancedCode{4, 3, 0}, Message: "later"}
			}, "ada@example.org", alerts.FailedTemporarily, 451, "4.3.0",
		},
		{"wrong password", func(_ *mailServer, o *smtp.Options) { o.Password = "guess" }, "ada@example.org", alerts.FailedServer, 535, "5.7.8"},
		{"no STARTTLS", func(s *mailServer, _ *smtp.Options) { s.TLSConfig = nil }, "ada@example.org", alerts.FailedServer, 0, ""},
		{"unknown certificate", func(_ *mailServer, o *smtp.Options) { o.Roots = nil }, "ada@example.org", alerts.FailedServer, 0, ""},
		{"nobody listens", func(_ *mailServer, o *smtp.Options) { o.Port = 1 }, "ada@example.org", alerts.FailedServer, 0, ""},
		{"no SMTPUTF8", func(s *mailServer, _ *smtp.Options) { s.EnableSMTPUTF8 = false }, "adä@example.org", alerts.FailedRecipient, 553, "5.6.7"},
		{
			"no encryption for a password", func(s *mailServer, o *smtp.Options) { s.AllowInsecureAuth, o.Security = true, smtp.None },
			"ada@example.org", alerts.FailedServer, 0, "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var o smtp.Options
			s := startServer(t, starttls, func(s *mailServer) {
				o = s.options(starttls)
				if tt.change != nil {
					tt.change(s, &o)
				}
			})
			sender := newSender(t, o)
			err := sender.Send(t.Context(), message(tt.to))
			failed, ok := errors.AsType[*alerts.SendError](err)
			if !ok || failed.Failure != tt.want || failed.Code != tt.code || failed.Status != tt.status {
				t.Fatalf("error %#v, want %s, %d, %s", err, tt.want, tt.code, tt.status)
			}
			if strings.Contains(err.Error(), tt.to) || strings.Contains(err.Error(), o.Password+" ") {
				t.Errorf("the error contains an address or a password: %s", err)
			}
			if emails, _ := s.accepted(); len(emails) > 0 {
				t.Errorf("%d emails were accepted", len(emails))
			}
		})
	}
}

// A message that is refused does not hinder the next one.
func TestSendAfterRefusal(t *testing.T) {
	for _, to := range []string{"550@example.org", "451-data@example.org", "421@example.org"} {
		t.Run(to, func(t *testing.T) {
			s := startServer(t, smtp.None, nil)
			sender := newSender(t, s.options(smtp.None))
			if err := sender.Send(t.Context(), message(to)); err == nil {
				t.Fatal("no error")
			}
			if err := sender.Send(t.Context(), message("ada@example.org")); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A server may close the connection between two messages.
func TestSendReconnects(t *testing.T) {
	s := startServer(t, smtp.StartTLS, nil)
	sender := newSender(t, s.options(smtp.StartTLS))
	for range 2 {
		if err := sender.Send(t.Context(), message("ada@example.org")); err != nil {
			t.Fatal(err)
		}
		s.hangUp()
	}
	if emails, _ := s.accepted(); len(emails) != 2 {
		t.Errorf("%d emails were accepted, want 2", len(emails))
	}
	if err := sender.Close(); err != nil {
		t.Error(err)
	}
}

// The address of a person whose mail server takes letters outside ASCII.
func TestSendUTF8(t *testing.T) {
	s := startServer(t, smtp.None, nil)
	sender := newSender(t, s.options(smtp.None))
	for _, to := range []string{"adä@example.org", "ada@example.org"} {
		if err := sender.Send(t.Context(), message(to)); err != nil {
			t.Fatal(err)
		}
	}
	emails, _ := s.accepted()
	if emails[0].to != "adä@example.org" || !emails[0].utf8 || emails[1].utf8 {
		t.Errorf("accepted %+v: SMTPUTF8 is only for the first", emails)
	}
}

// Addresses are checked elsewhere. Even so no address may add commands.
func TestSendRefusesCommands(t *testing.T) {
	s := startServer(t, smtp.None, nil)
	sender := newSender(t, s.options(smtp.None))
	m := message("ada@example.org>\r\nRCPT TO:<eve@example.org")
	if err := sender.Send(t.Context(), m); err == nil {
		t.Error("no error")
	}
	if emails, _ := s.accepted(); len(emails) > 0 {
		t.Errorf("accepted %+v", emails)
	}
}

// A server that never answers costs no more than the time limit.
func TestSendToHangingServer(t *testing.T) {
	sender := newSender(t, smtp.Options{Host: "127.0.0.1", Port: silent(t), Security: smtp.None, Hello: "papers.example", Timeout: 20 * time.Millisecond})
	err := sender.Send(t.Context(), message("ada@example.org"))
	failed, ok := errors.AsType[*alerts.SendError](err)
	if !ok || failed.Failure != alerts.FailedServer || !isTimeout(err) {
		t.Errorf("error %v, want a timeout", err)
	}
}

// Whoever stops waiting does not wait for the time limit.
func TestSendIsCancelled(t *testing.T) {
	sender := newSender(t, smtp.Options{Host: "127.0.0.1", Port: silent(t), Security: smtp.None, Hello: "papers.example", Timeout: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if err := sender.Send(ctx, message("ada@example.org")); err != context.Canceled {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name    string
		options smtp.Options
		want    string
	}{
		{"no host", smtp.Options{}, "mail server"},
		{"unknown security", smtp.Options{Host: "mx", Security: "ssl"}, `security is "ssl": use starttls, tls or none`},
		{"port", smtp.Options{Host: "mx", Port: 65536}, "port"},
		{"password alone", smtp.Options{Host: "mx", Password: "secret"}, "no user"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := smtp.New(tt.options); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// text is a message with a line that starts with a dot, and one that is longer than a buffer.
var text = "From: papers@papers.example\r\nSubject: New papers\r\n\r\nHello\r\n.\r\n..\r\n" + strings.Repeat("x", 900) + "\r\n"

func message(to string) alerts.Message {
	return alerts.Message{To: to, EnvelopeFrom: "bounce+k@papers.example", MessageID: "1@papers.example", Raw: []byte(text)}
}

func newSender(t *testing.T, o smtp.Options) *smtp.Sender {
	t.Helper()
	sender, err := smtp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sender.Close() })
	return sender
}

// silent returns the port of a server that accepts connections and says nothing.
func silent(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().(*net.TCPAddr).Port
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}
