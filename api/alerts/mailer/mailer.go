// Package mailer makes the parts that send emails of subscriptions from a few settings: package
// letter composes the emails, package smtp sends them.
package mailer

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/api/alerts/smtp"
)

// Settings say through which mail server emails are sent, and from whom. Errors name a setting as the
// flags and the configuration file of paperboy do.
type Settings struct {
	// Options are those of the mail server. Mail is off if Host is empty. Of the others, Port,
	// Security and User are settings; Alerts sets the rest.
	smtp.Options
	// PasswordFile has the password of User.
	PasswordFile string
	// Rate is the maximum number of emails a second; 0: no limit.
	Rate float64
	// From is the address that emails come from, BaseURL that of the server, which links lead to.
	// Both are required.
	From, BaseURL string
	// AllowHTTP allows a BaseURL without encryption.
	AllowHTTP bool
	// DKIMKeyFile has the private key to sign emails with, DKIMSelector is the name of the public
	// one, and DKIMDomain the domain of the signature; empty: that of From.
	DKIMKeyFile, DKIMDomain, DKIMSelector string
}

// AddFlags adds the flags of the settings, which set the fields of s, first to the defaults.
func (s *Settings) AddFlags(f *pflag.FlagSet) {
	f.StringVar(&s.Host, "smtp-host", "", "mail `server` to send emails through; this turns subscriptions by email on, and needs --mail-from and --base-url")
	f.IntVar(&s.Port, "smtp-port", 0, "`port` of the mail server (default 587 with starttls, 465 with tls, 25 with none)")
	f.StringVar((*string)(&s.Security), "smtp-tls", string(smtp.StartTLS), fmt.Sprintf("encryption of the connection to the mail server: one `of` %v", smtp.Securities))
	f.StringVar(&s.User, "smtp-user", "", "`name` to sign in with at the mail server")
	f.StringVar(&s.PasswordFile, "smtp-password-file", "", "`file` with the password of --smtp-user")
	f.Float64Var(&s.Rate, "smtp-rate", 0, "maximum `number` of emails a second (default as fast as the mail server takes them)")
	f.StringVar(&s.From, "mail-from", "", "`address` that emails come from: papers@example.org or \"Paperboy <papers@example.org>\"; bounces go to bounce+KEY@ its domain")
	f.BoolVar(&s.AllowHTTP, "mail-http", false, "allow emails whose links start with http: for trying things out, since mail programs offer no one-click unsubscribing then")
	f.StringVar(&s.DKIMKeyFile, "dkim-key-file", "", "`file` with a private key (PEM) to sign emails with; only needed if the mail server does not sign them")
	f.StringVar(&s.DKIMDomain, "dkim-domain", "", "`domain` of the DKIM signature (default that of --mail-from)")
	f.StringVar(&s.DKIMSelector, "dkim-selector", "paperboy", "`selector` of the DKIM signature: its key is published at SELECTOR._domainkey.DOMAIN")
}

// Check returns an error for settings that are invalid or do not go together.
func (s Settings) Check() error {
	if s.Host == "" {
		if s.From != "" || s.User != "" || s.DKIMKeyFile != "" {
			return errors.New("mail needs --smtp-host besides --mail-from, --smtp-user and --dkim-key-file")
		}
		return nil
	}
	switch {
	case !slices.Contains(smtp.Securities, s.Security):
		return fmt.Errorf("--smtp-tls %s: want one of %v", s.Security, smtp.Securities)
	case strings.ContainsAny(s.Host, "/: @"):
		return fmt.Errorf("--smtp-host %s: want the name of a mail server, without a port (--smtp-port)", s.Host)
	case s.Port < 0 || s.Port > 65535:
		return fmt.Errorf("--smtp-port %d: want 1 to 65535", s.Port)
	case s.Rate < 0:
		return fmt.Errorf("--smtp-rate %g: want emails a second, or 0", s.Rate)
	case (s.User == "") != (s.PasswordFile == ""):
		return errors.New("--smtp-user and --smtp-password-file go together")
	}
	if _, err := alerts.FromDomain(s.From); err != nil {
		return fmt.Errorf("--mail-from: %w", err)
	}
	return s.checkURL()
}

// checkURL returns an error if the links in emails would be useless.
func (s Settings) checkURL() error {
	u, err := url.Parse(s.BaseURL)
	switch {
	case s.BaseURL == "":
		return errors.New("mail needs --base-url: the address at which the links in emails reach this server, such as https://papers.example.org")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("--base-url %s: mail needs an address such as https://papers.example.org", s.BaseURL)
	case u.Scheme == "http" && !s.AllowHTTP:
		return fmt.Errorf("--base-url %s: mail needs an https address, since unsubscribing in one click works with no other (RFC 8058); --mail-http allows http", s.BaseURL)
	}
	return nil
}

// Alerts returns the parts of mail that the settings decide. It reads their files.
func (s Settings) Alerts() (*alerts.Options, error) {
	domain, err := alerts.FromDomain(s.From)
	if err != nil {
		return nil, err
	}
	o := s.Options
	o.Hello = domain
	if s.PasswordFile != "" {
		password, err := os.ReadFile(s.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("read password of the mail server: %w", err)
		}
		o.Password = strings.TrimRight(string(password), "\r\n")
	}
	if s.DKIMKeyFile != "" {
		if o.Signer, err = smtp.ReadSigner(s.DKIMKeyFile, cmp.Or(s.DKIMDomain, domain), s.DKIMSelector); err != nil {
			return nil, err
		}
	}
	sender, err := smtp.New(o)
	if err != nil {
		return nil, err
	}
	return &alerts.Options{Composer: letter.New(), Sender: sender, From: s.From, BaseURL: s.BaseURL, Rate: s.Rate}, nil
}
