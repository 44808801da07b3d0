// Package smtp sends emails through a mail server: it implements [alerts.Sender].
//
// A [Sender] keeps one connection for many messages (RFC 5321): EHLO, STARTTLS and AUTH once, then
// MAIL FROM, RCPT TO and DATA for each. If it has a [Signer], it puts a DKIM signature (RFC 6376)
// before each message. Every error says whose fault it is (see [alerts.Failure]), which depends on
// the command that the server refused.
//
// The package writes no messages and tries nothing again later; that is package alerts.
package smtp

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	mail "github.com/wneessen/go-mail"
	client "github.com/wneessen/go-mail/smtp"

	"paperboy/api/alerts"
)

// Security says how the connection to a mail server is encrypted.
type Security string

// The kinds of security. StartTLS never falls back to an unencrypted connection.
const (
	StartTLS Security = "starttls" // encrypted by the command STARTTLS, usually on port 587
	TLS      Security = "tls"      // encrypted from the start, usually on port 465
	None     Security = "none"     // not encrypted, usually on port 25
)

// Securities lists all kinds.
var Securities = []Security{StartTLS, TLS, None}

// port is the usual port of each kind.
var port = map[Security]int{StartTLS: 587, TLS: 465, None: 25}

// defaultTimeout is how long a server may take for a command. RFC 5321 (section 4.5.3.2) allows
// minutes, for servers that check a message before they accept it; a relay that accepts mail from
// its own users answers at once.
const defaultTimeout = time.Minute

// Options say which mail server to use, and how.
type Options struct {
	Host string
	// Port is 587, 465 or 25 if it is 0, depending on Security.
	Port int
	// Security is StartTLS if it is empty.
	Security Security
	// User and Password are empty for a server that asks for none. Without encryption the password
	// is only sent by methods that hide it (SCRAM, CRAM-MD5).
	User, Password string
	// Hello is the name by which Paperboy introduces itself, usually the sender's domain.
	Hello string
	// Roots are the certificate authorities to trust; nil for those of the system.
	Roots *x509.CertPool
	// Timeout is the maximum time for connecting, and for each command; a minute if it is 0.
	Timeout time.Duration
	// Signer signs messages; nil leaves that to the mail server.
	Signer *Signer
}

// A Sender sends emails through a mail server. One goroutine may use it at a time.
type Sender struct {
	dialer  *mail.Client
	signer  *Signer
	timeout time.Duration
	// session is nil while there is no connection.
	session *client.Client
	// mutex guards dialed, the connection below the session, which is closed from another
	// goroutine when a context ends.
	mutex  sync.Mutex
	dialed net.Conn
}

// New returns a Sender. It does not connect. The error says which option is wrong.
func New(o Options) (*Sender, error) {
	o.Security = cmp.Or(o.Security, StartTLS)
	if port[o.Security] == 0 {
		return nil, fmt.Errorf("mail server: security is %q: use starttls, tls or none", o.Security)
	}
	if o.User == "" && o.Password != "" {
		return nil, errors.New("mail server: there is a password, but no user")
	}
	s := &Sender{signer: o.Signer, timeout: cmp.Or(o.Timeout, defaultTimeout)}
	config := &tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(cmp.Or(o.Port, port[o.Security])),
		mail.WithTimeout(s.timeout),
		mail.WithTLSConfig(config),
		mail.WithTLSPolicy(policy(o.Security)),
		mail.WithDialContextFunc(s.dial(o.Security, config)),
	}
	if o.Hello != "" {
		options = append(options, mail.WithHELO(o.Hello))
	}
	if o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	var err error
	if s.dialer, err = mail.NewClient(o.Host, options...); err != nil {
		return nil, fmt.Errorf("mail server %s: %w", net.JoinHostPort(o.Host, strconv.Itoa(o.Port)), err)
	}
	return s, nil
}

// policy returns when STARTTLS is used. A connection that is encrypted from the start offers no
// STARTTLS; the policy only lets the library look whether it is encrypted.
func policy(security Security) mail.TLSPolicy {
	switch security {
	case StartTLS:
		return mail.TLSMandatory
	case TLS:
		return mail.TLSOpportunistic
	default:
		return mail.NoTLS
	}
}

// dial returns a function that connects, and notes the connection. The library does not close it
// if the greeting, TLS or the user is refused.
func (s *Sender) dial(security Security, config *tls.Config) mail.DialContextFunc {
	return func(ctx context.Context, network, address string) (conn net.Conn, err error) {
		if security == TLS {
			conn, err = (&tls.Dialer{Config: config}).DialContext(ctx, network, address)
		} else {
			conn, err = new(net.Dialer).DialContext(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.dialed = conn
		return conn, ctx.Err()
	}
}

// Send implements [alerts.Sender].
func (s *Sender) Send(ctx context.Context, m alerts.Message) error {
	raw := m.Raw
	if s.signer != nil {
		var err error
		if raw, err = s.signer.sign(raw); err != nil {
			return &alerts.SendError{Failure: alerts.FailedServer, Text: "the message could not be signed", Err: err}
		}
	}
	defer context.AfterFunc(ctx, s.interrupt)()
	err := s.attempt(ctx, m, raw)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// attempt sends a message over the connection that is there, or a new one. A server closes a
// connection that was unused for long, or used for many messages: then it connects again.
func (s *Sender) attempt(ctx context.Context, m alerts.Message, raw []byte) error {
	reused := s.session != nil
	err := s.begin(ctx, m)
	if reused && s.session == nil {
		err = s.begin(ctx, m)
	}
	if err != nil {
		return err
	}
	return s.transfer(m, raw)
}

// connect connects, if there is no connection.
func (s *Sender) connect(ctx context.Context) error {
	if s.session != nil {
		return nil
	}
	session, err := s.dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		s.drop()
		return refused("connecting", alerts.FailedServer, err)
	}
	s.session = session
	return nil
}

// begin connects if needed, and sends MAIL FROM. If the connection is not usable, it drops it.
func (s *Sender) begin(ctx context.Context, m alerts.Message) error {
	if err := s.connect(ctx); err != nil {
		return err
	}
	wide := !isASCII(m.To)
	if supported, _ := s.session.Extension("SMTPUTF8"); wide && !supported {
		return &alerts.SendError{
			Failure: alerts.FailedRecipient, Code: 553, Status: "5.6.7", Text: "the mail server can't send to addresses with letters outside ASCII",
			Err: errors.New("no SMTPUTF8"),
		}
	}
	// With SMTPUTF8 the message could only be passed on to servers that have it as well.
	s.session.SkipSMTPUTF8(!wide)
	if err := s.command(func() error { return s.session.Mail("<" + m.EnvelopeFrom + ">") }); err != nil {
		return refused("MAIL FROM", alerts.FailedServer, err)
	}
	return nil
}

// transfer sends RCPT TO and DATA.
func (s *Sender) transfer(m alerts.Message, raw []byte) error {
	if err := s.command(func() error { return s.session.Rcpt("<" + m.To + ">") }); err != nil {
		s.reset()
		return refused("RCPT TO", alerts.FailedRecipient, err)
	}
	err := s.command(func() error {
		w, err := s.session.Data()
		if err != nil {
			return err
		}
		if _, err := w.Write(raw); err != nil {
			return err
		}
		return w.Close()
	})
	if err != nil {
		s.reset()
		return refused("DATA", alerts.FailedRecipient, err)
	}
	return nil
}

// command runs one command within the time limit. If the server does not answer, or closes the
// connection (421), the connection is dropped.
func (s *Sender) command(run func() error) error {
	err := s.session.UpdateDeadline(s.timeout)
	if err == nil {
		err = run()
	}
	if code, _, _ := reply(err); err != nil && (code == 0 || code == closing) {
		s.drop()
	}
	return err
}

// reset ends the transaction of a message that was refused.
func (s *Sender) reset() {
	if s.session != nil && s.command(s.session.Reset) != nil {
		s.drop()
	}
}

// drop closes the connection without a word.
func (s *Sender) drop() {
	s.interrupt()
	s.session = nil
}

// interrupt closes the connection, so that whoever waits for the server stops waiting.
func (s *Sender) interrupt() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.dialed != nil {
		s.dialed.Close()
		s.dialed = nil
	}
}

// Close implements [alerts.Sender].
func (s *Sender) Close() error {
	if s.session != nil {
		// Whether the server says goodbye or not, every message was accepted or refused.
		_ = s.command(s.session.Quit)
	}
	s.drop()
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > 0x7F {
			return false
		}
	}
	return true
}
