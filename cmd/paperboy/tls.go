package main

import (
	"context"
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
	"net/http"
	"os"
	"sync"
	"time"

	"paperboy/data/panics"
	"paperboy/data/store/sqlite/folder"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// localName is the name that commands on this machine ask a server's TLS for. It then shows a
// certificate of its own making, whose pin is in the data folder: a command need not know which
// certificate people see, and a new one does not matter to it.
const localName = "paperboy.invalid"

// certificates are those that a server shows. A nil one speaks no TLS.
type certificates struct {
	certFile, keyFile string
	acme              *autocert.Manager // in place of files, if not nil
	local             *tls.Certificate
	log               *slog.Logger

	mu      sync.Mutex // guards what follows
	current *tls.Certificate
	// tried is what the files were like when they were last read.
	tried [2]fileState
}

// fileState tells whether a file was replaced.
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

// acmeDir is where certificates from an ACME server are kept, with the key of the account.
const acmeDir = "acme"

// newCertificates is nil where c does not ask for TLS.
func newCertificates(c *Config, f *folder.Folder, log *slog.Logger) (*certificates, error) {
	if c.TLSCert == "" && len(c.ACMEHosts) == 0 {
		return nil, nil
	}
	local, err := selfSigned(localName)
	if err != nil {
		return nil, err
	}
	s := &certificates{certFile: c.TLSCert, keyFile: c.TLSKey, local: local, log: log}
	if len(c.ACMEHosts) > 0 {
		s.acme = &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(c.ACMEHosts...),
			Cache: autocert.DirCache(f.Path(acmeDir)), Email: c.ACMEEmail,
		}
		if c.ACMEDirectory != "" {
			s.acme.Client = &acme.Client{DirectoryURL: c.ACMEDirectory}
		}
		return s, nil
	}
	return s, s.reload()
}

// reload reads the files again, whether or not they seem to have changed. On an error the
// certificate that there was is kept.
func (s *certificates) reload() error {
	if s == nil || s.acme != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read([2]fileState{stateOf(s.certFile), stateOf(s.keyFile)})
}

func (s *certificates) read(state [2]fileState) error {
	s.tried = state
	pair, err := tls.LoadX509KeyPair(s.certFile, s.keyFile)
	if err != nil {
		return fmt.Errorf("read certificate %s: %w", s.certFile, err)
	}
	s.current = &pair
	s.log.Info("certificate read", "file", s.certFile, "names", pair.Leaf.DNSNames, "expires", pair.Leaf.NotAfter)
	return nil
}

// get is the certificate for a connection. Files that were replaced are read first; two calls
// of stat are nothing beside a handshake. Where only one of the two is new yet, they do not fit
// together, and the old certificate is shown until the other is.
func (s *certificates) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
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

// config is nil where there is no TLS.
func (s *certificates) config() *tls.Config {
	if s == nil {
		return nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: s.get}
	if s.acme != nil {
		config.NextProtos = append(config.NextProtos, acme.ALPNProto)
	}
	return config
}

// pin is the SHA-256 of the certificate for commands on this machine, "" without TLS.
func (s *certificates) pin() string {
	if s == nil {
		return ""
	}
	return pinOf(s.local.Certificate[0])
}

func pinOf(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return hex.EncodeToString(sum[:])
}

// selfSigned makes a certificate that nobody trusts unless he knows its pin. It lives as long
// as the process.
func selfSigned(name string) (*tls.Certificate, error) {
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

// pinnedClient speaks to the server on this machine whose certificate has a pin, and to no
// other. It is nil, the usual client, for no pin.
func pinnedClient(pin string) *http.Client {
	if pin == "" {
		return nil
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: localName,
		InsecureSkipVerify: true, // no authority has signed it: VerifyConnection compares the pin instead
		VerifyConnection: func(state tls.ConnectionState) error {
			if subtle.ConstantTimeCompare([]byte(pinOf(state.PeerCertificates[0].Raw)), []byte(pin)) != 1 {
				return errNotPinned
			}
			return nil
		},
	}
	return &http.Client{Transport: transport}
}

// plain answers on --acme-http: challenges of the ACME server, and everything else by sending
// the browser to the server's own address, never to a host that the request names.
func (s *certificates) plain(ctx context.Context, c *Config) (stop func() error, err error) {
	if c.ACMEAddr == "" {
		return func() error { return nil }, nil
	}
	listener, err := listen(ctx, c.ACMEAddr)
	if err != nil {
		return nil, err
	}
	base := c.BaseURL
	if base == "" {
		base = "https://" + c.ACMEHosts[0]
	}
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
	}, nil
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
