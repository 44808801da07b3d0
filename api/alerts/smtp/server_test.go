package smtp_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	server "github.com/emersion/go-smtp"

	"paperboy/api/alerts/smtp"
)

// mailServer is a real SMTP server in this process. It refuses by the recipient's local part:
// "550-..." with 550, and so on; "-data" after the message, otherwise at RCPT TO.
type mailServer struct {
	*server.Server
	t        *testing.T
	host     string
	port     int
	roots    *x509.CertPool
	password string
	// refuseMail is the reply to MAIL FROM; nil accepts.
	refuseMail *server.SMTPError

	mutex sync.Mutex
	// sessions counts connections that said hello. emails are what was accepted.
	sessions int
	emails   []received
	// open are the connections.
	open []*server.Conn
}

type received struct {
	from, to, raw string
	utf8, tls     bool
}

// startServer starts a server with a certificate of its own. change may change it before.
func startServer(t *testing.T, security smtp.Security, change func(*mailServer)) *mailServer {
	t.Helper()
	s := &mailServer{t: t, password: "secret", roots: x509.NewCertPool()}
	s.Server = server.NewServer(server.BackendFunc(s.newSession))
	s.Domain, s.EnableSMTPUTF8, s.ErrorLog = "mx.example.org", true, quiet{}
	s.TLSConfig = certificate(t, s.roots)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.host = "127.0.0.1"
	s.port = listener.Addr().(*net.TCPAddr).Port
	if security == smtp.TLS {
		listener = tls.NewListener(listener, s.TLSConfig)
	}
	if change != nil {
		change(s)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(listener)
	}()
	// Serve may not have begun: then only the listener ends it.
	t.Cleanup(func() { listener.Close(); s.Close(); <-done })
	return s
}

// options returns options that are right for the server.
func (s *mailServer) options(security smtp.Security) smtp.Options {
	o := smtp.Options{Host: s.host, Port: s.port, Security: security, Hello: "papers.example", Roots: s.roots}
	if security != smtp.None {
		o.User, o.Password = "paperboy", "secret"
	}
	return o
}

func (s *mailServer) newSession(c *server.Conn) (server.Session, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sessions++
	s.open = append(s.open, c)
	_, encrypted := c.TLSConnectionState()
	return &session{server: s, conn: c, current: received{tls: encrypted}}, nil
}

// hangUp closes all connections.
func (s *mailServer) hangUp() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, c := range s.open {
		c.Conn().Close()
	}
}

// accepted returns the emails that were accepted, and the number of sessions.
func (s *mailServer) accepted() ([]received, int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.emails, s.sessions
}

type session struct {
	server  *mailServer
	conn    *server.Conn
	current received
	allowed bool
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "paperboy" || password != s.server.password {
			return server.ErrAuthFailed
		}
		s.allowed = true
		return nil
	}), nil
}

func (s *session) Mail(from string, o *server.MailOptions) error {
	if s.current.tls && !s.allowed {
		return server.ErrAuthRequired
	}
	if s.server.refuseMail != nil {
		return s.server.refuseMail
	}
	s.current.from, s.current.utf8 = from, o.UTF8
	return nil
}

func (s *session) Rcpt(to string, _ *server.RcptOptions) error {
	s.current.to = to
	if !strings.Contains(to, "-data") {
		return refusal(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := refusal(s.current.to); err != nil {
		return err
	}
	s.current.raw = string(raw)
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.emails = append(s.server.emails, s.current)
	return nil
}

func (s *session) Reset()        { s.current.from, s.current.to = "", "" }
func (s *session) Logout() error { return nil }

// refusal returns the reply that a recipient such as "550-data@example.org" asks for.
func refusal(to string) error {
	local, _, _ := strings.Cut(to, "@")
	code, err := strconv.Atoi(local[:min(3, len(local))])
	if err != nil {
		return nil
	}
	return &server.SMTPError{Code: code, EnhancedCode: server.EnhancedCode{code / 100, 1, 1}, Message: "refused " + to}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate returns a configuration with a certificate for 127.0.0.1, and adds it to roots.
func certificate(t *testing.T, roots *x509.CertPool) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}
