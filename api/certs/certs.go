// Package certs provides the TLS certificates of a server: from files, which are read again when
// they change, or from an ACME server. In addition, it creates a self-signed certificate, which
// programs on this machine recognize by its pin.
package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"paperboy/data/panics"
)

// localName is the TLS server name that commands on this machine use. The server then presents its
// self-signed certificate, whose pin is in the data folder, so that commands don't depend on the
// public certificate.
const localName = "paperboy.invalid"

// Options say where certificates come from: two files, or an ACME server.
type Options struct {
	CertFile, KeyFile string
	// ACMEHosts has the host names to get certificates for.
	ACMEHosts []string
	ACMEEmail string
	// ACMEDirectory is the directory URL of an ACME server. Empty means Let's Encrypt.
	ACMEDirectory string
	// ACMECache is the folder for certificates of an ACME server and the account key.
	ACMECache string
	Log       *slog.Logger
}

// Certificates holds the certificates that a server presents. A nil *Certificates means no TLS.
type Certificates struct {
	certFile, keyFile string
	acme              *autocert.Manager // instead of files, if not nil
	local             *tls.Certificate
	log               *slog.Logger

	mu      sync.Mutex // guards the fields below
	current *tls.Certificate
	// tried is the state of the files when they were last read.
	tried [2]fileState
}

// fileState identifies a version of a file.
type fileState struct {
	modified time.Time
	size     int64
}

func stateOf(path string) fileState {
	info, err := os.Stat(path)
	if err != nil {
		return fileState{}
	}
	return fileState{info.ModTime(), info.Size()}
}

// New reads the certificates. It returns nil if o doesn't configure TLS.
func New(o Options) (*Certificates, error) {
	if o.CertFile == "" && len(o.ACMEHosts) == 0 {
		return nil, nil
	}
	local, err := SelfSigned(localName)
	if err != nil {
		return nil, err
	}
	s := &Certificates{certFile: o.CertFile, keyFile: o.KeyFile, local: local, log: o.Log}
	if len(o.ACMEHosts) > 0 {
		s.acme = &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(o.ACMEHosts...),
			Cache: autocert.DirCache(o.ACMECache), Email: o.ACMEEmail,
		}
		if o.ACMEDirectory != "" {
			s.acme.Client = &acme.Client{DirectoryURL: o.ACMEDirectory}
		}
		return s, nil
	}
	return s, s.Reload()
}

// Reload reads the files again, whether or not they seem to have changed. If there is an error, the
// old certificate stays in use.
func (s *Certificates) Reload() error {
	if s == nil || s.acme != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read([2]fileState{stateOf(s.certFile), stateOf(s.keyFile)})
}

func (s *Certificates) read(state [2]fileState) error {
	s.tried = state
	pair, err := tls.LoadX509KeyPair(s.certFile, s.keyFile)
	if err != nil {
		return fmt.Errorf("read certificate %s: %w", s.certFile, err)
	}
	s.current = &pair
	s.log.Info("certificate read", "file", s.certFile, "names", pair.Leaf.DNSNames, "expires", pair.Leaf.NotAfter)
	return nil
}

// get returns the certificate for a connection. It first reads the files again if they were
// replaced; two calls of stat are cheap compared to a handshake. If only one of the two files was
// replaced so far, they don't match, and the old certificate stays in use until the other is.
func (s *Certificates) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if hello.ServerName == localName {
		return s.local, nil
	}
	if s.acme != nil {
		return s.acme.GetCertificate(hello)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := [2]fileState{stateOf(s.certFile), stateOf(s.keyFile)}; now != s.tried {
		if err := s.read(now); err != nil {
			s.log.Warn("the certificate stays as it was", "error", err)
		}
	}
	return s.current, nil
}

func (s *Certificates) config() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: s.get}
	if s.acme != nil {
		config.NextProtos = append(config.NextProtos, acme.ALPNProto)
	}
	return config
}

// Serve serves on a listener until the server is closed. It uses TLS unless s is nil.
func (s *Certificates) Serve(server *http.Server, listener net.Listener) error {
	if s == nil {
		return server.Serve(listener)
	}
	server.TLSConfig = s.config()
	return server.ServeTLS(listener, "", "")
}

// Pin returns the SHA-256 of the certificate for commands on this machine, or "" without TLS.
func (s *Certificates) Pin() string {
	if s == nil {
		return ""
	}
	return pinOf(s.local.Certificate[0])
}

func pinOf(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return hex.EncodeToString(sum[:])
}

// SelfSigned creates a self-signed certificate for a name. Clients trust it only by its pin.
func SelfSigned(name string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(100, 0, 0),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: key}, nil
}

var errNotPinned = errors.New("the server shows another certificate than the data folder names")

// PinnedClient returns a client that connects only to the server whose certificate has a pin. If
// the pin is empty, it returns nil, which means the default client.
func PinnedClient(pin string) *http.Client {
	if pin == "" {
		return nil
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: localName,
		InsecureSkipVerify: true, // the certificate is self-signed: VerifyConnection compares the pin instead
		VerifyConnection: func(state tls.ConnectionState) error {
			if subtle.ConstantTimeCompare([]byte(pinOf(state.PeerCertificates[0].Raw)), []byte(pin)) != 1 {
				return errNotPinned
			}
			return nil
		},
	}
	return &http.Client{Transport: transport}
}

// ServePlain serves a listener without TLS. It answers challenges of the ACME server and redirects
// all other requests to base, the server's own address, never to a host named in the request.
func (s *Certificates) ServePlain(listener net.Listener, base string) (stop func() error) {
	server := &http.Server{
		Handler:     s.acme.HTTPHandler(redirectTo(base)),
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	panics.Go("serve.acme", func() error { return server.Serve(listener) }, func(err error) { ended <- err })
	return func() error {
		err := server.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}
}

func redirectTo(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use HTTPS", http.StatusBadRequest)
			return
		}
		w.Header().Set("Location", base+r.URL.RequestURI())
		w.WriteHeader(http.StatusFound)
	})
}
