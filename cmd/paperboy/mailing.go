package main

import (
	"cmp"
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

// mailFlags are the settings of mail. Mail is off without --smtp-host.
func (c *Config) mailFlags(f *pflag.FlagSet) {
	f.StringVar(&c.SMTPHost, "smtp-host", "", "mail `server` to send emails through; this turns subscriptions by email on, and needs --mail-from and --base-url")
	f.IntVar(&c.SMTPPort, "smtp-port", 0, "`port` of the mail server (default 587 with starttls, 465 with tls, 25 with none)")
	f.StringVar(&c.SMTPTLS, "smtp-tls", string(smtp.StartTLS), fmt.Sprintf("encryption of the connection to the mail server: one `of` %v", smtp.Securities))
	f.StringVar(&c.SMTPUser, "smtp-user", "", "`name` to sign in with at the mail server")
	f.StringVar(&c.SMTPPasswordFile, "smtp-password-file", "", "`file` with the password of --smtp-user")
	f.Float64Var(&c.SMTPRate, "smtp-rate", 0, "maximum `number` of emails a second (default as fast as the mail server takes them)")
	f.StringVar(&c.MailFrom, "mail-from", "", "`address` that emails come from: papers@example.org or \"Paperboy <papers@example.org>\"; bounces go to bounce+KEY@ its domain")
	f.BoolVar(&c.MailHTTP, "mail-http", false, "allow emails whose links start with http: for trying things out, since mail programs offer no one-click unsubscribing then")
	f.StringVar(&c.DKIMKeyFile, "dkim-key-file", "", "`file` with a private key (PEM) to sign emails with; only needed if the mail server does not sign them")
	f.StringVar(&c.DKIMDomain, "dkim-domain", "", "`domain` of the DKIM signature (default that of --mail-from)")
	f.StringVar(&c.DKIMSelector, "dkim-selector", "paperboy", "`selector` of the DKIM signature: its key is published at SELECTOR._domainkey.DOMAIN")
}

// checkMail returns a usage error for settings of mail that are invalid or do not go together.
func (c *Config) checkMail() error {
	if c.SMTPHost == "" {
		if c.MailFrom != "" || c.SMTPUser != "" || c.DKIMKeyFile != "" {
			return usagef("mail needs --smtp-host besides --mail-from, --smtp-user and --dkim-key-file")
		}
		return nil
	}
	if !slices.Contains(smtp.Securities, smtp.Security(c.SMTPTLS)) {
		return usagef("--smtp-tls %s: want one of %v", c.SMTPTLS, smtp.Securities)
	}
	if strings.ContainsAny(c.SMTPHost, "/: @") {
		return usagef("--smtp-host %s: want the name of a mail server, without a port (--smtp-port)", c.SMTPHost)
	}
	if c.SMTPPort < 0 || c.SMTPPort > 65535 {
		return usagef("--smtp-port %d: want 1 to 65535", c.SMTPPort)
	}
	if c.SMTPRate < 0 {
		return usagef("--smtp-rate %g: want emails a second, or 0", c.SMTPRate)
	}
	if (c.SMTPUser == "") != (c.SMTPPasswordFile == "") {
		return usagef("--smtp-user and --smtp-password-file go together")
	}
	if _, err := alerts.FromDomain(c.MailFrom); err != nil {
		return usagef("--mail-from: %w", err)
	}
	return c.checkMailURL()
}

// checkMailURL returns a usage error if the links in emails would be useless.
func (c *Config) checkMailURL() error {
	u, err := url.Parse(c.BaseURL)
	switch {
	case c.BaseURL == "":
		return usagef("mail needs --base-url: the address at which the links in emails reach this server, such as https://papers.example.org")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return usagef("--base-url %s: mail needs an address such as https://papers.example.org", c.BaseURL)
	case u.Scheme == "http" && !c.MailHTTP:
		return usagef("--base-url %s: mail needs an https address, since unsubscribing in one click works with no other (RFC 8058); --mail-http allows http", c.BaseURL)
	}
	return nil
}

// mail returns the parts of mail that the settings decide.
func (c *Config) mail() (alerts.Options, error) {
	domain, err := alerts.FromDomain(c.MailFrom)
	if err != nil {
		return alerts.Options{}, err
	}
	o := smtp.Options{Host: c.SMTPHost, Port: c.SMTPPort, Security: smtp.Security(c.SMTPTLS), User: c.SMTPUser, Hello: domain}
	if c.SMTPPasswordFile != "" {
		password, err := os.ReadFile(c.SMTPPasswordFile)
		if err != nil {
			return alerts.Options{}, fmt.Errorf("read password of the mail server: %w", err)
		}
		o.Password = strings.TrimRight(string(password), "\r\n")
	}
	if c.DKIMKeyFile != "" {
		if o.Signer, err = smtp.ReadSigner(c.DKIMKeyFile, cmp.Or(c.DKIMDomain, domain), c.DKIMSelector); err != nil {
			return alerts.Options{}, err
		}
	}
	sender, err := smtp.New(o)
	if err != nil {
		return alerts.Options{}, err
	}
	return alerts.Options{Composer: letter.New(), Sender: sender, From: c.MailFrom, BaseURL: c.BaseURL, Rate: c.SMTPRate}, nil
}
