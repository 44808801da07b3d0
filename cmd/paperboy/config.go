package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/alerts/mailer"
	"paperboy/api/alerts/smtp"
	"paperboy/api/library"
	"paperboy/api/server"
	"paperboy/data/settings"
	"paperboy/data/store/sqlite/folder"
)

// Config holds the settings. A field is the value of a flag, whose help text says what it means. The
// flags that are not on the command line are set from the environment and the configuration file, so
// that a row of flags below is all there is to a setting.
type Config struct {
	Data, File, Server, TokenFile string
	JSON, StartEmpty              bool
	MinFree, AuditLog             string

	// Options are those of serve. It sets the fields that no flag has with the help of the others here.
	server.Options
	ReadAccess  string // readOpen or readKey
	Add         api.AddPolicy
	SMTP        mailer.Settings // with BaseURL of Options: see mail
	NoSample    bool
	Fetch       []string
	FetchEvery  time.Duration
	BackupDir   string
	BackupEvery time.Duration
	BackupKeep  int
	ListExpiry  string

	AllowPrivate bool
}

const (
	envPrefix      = "PAPERBOY_"
	defaultAddr    = "127.0.0.1:8080"
	configFileName = "paperboy.yaml"

	readOpen = "open" // a value of --read-access: everybody can read
	readKey  = "key"  // likewise: reading needs an API key with the scope read, or the token
	off      = "off"  // a value of --audit-log

	// defaultFetchEvery is more often than daily lists change.
	defaultFetchEvery = 6 * time.Hour
	// defaultSettle is longer than a copy over a network usually pauses.
	defaultSettle = 2 * time.Second

	minBackupEvery = time.Minute
	maxBackupKeep  = 10_000
)

func (c *Config) globalFlags(f *pflag.FlagSet) {
	f.StringVar(&c.Data, "data", "", "data `folder` (default "+defaultDataText()+")")
	f.StringVar(&c.File, "config", "", "configuration `file` (default paperboy.yaml in the data folder)")
	f.StringVar(&c.Server, "server", "", "`URL` of a running Paperboy to use instead of the data folder")
	f.StringVar(&c.TokenFile, "token-file", "", "`file` with the token or an API key for a server (default $PAPERBOY_TOKEN, else token in the data folder)")
	f.StringVar(&c.AuditLog, "audit-log", "", "`file` that records who changed what, or off (default audit.log in the data folder)")
	f.BoolVar(&c.JSON, "json", false, "print one JSON object")
	f.StringVar(&c.MinFree, "min-free", folder.AutoMinFree, "disk `space` to leave free, such as 500MiB: with less, nothing is written; auto is 200 MiB or a twentieth of the disk, 0 writes until the disk is full")
	f.BoolVar(&c.StartEmpty, "start-empty", false, "start a new library in a folder whose papers.db was lost")
	settings.CommandLineOnly(f, "start-empty")
}

func (c *Config) serveFlags(f *pflag.FlagSet) {
	f.StringVar(&c.Addr, "addr", defaultAddr, "`address` to listen on; port 0 picks a free port")
	f.StringVar(&c.BaseURL, "base-url", "", "`URL` at which others reach this server (default http://ADDR)")
	f.StringArrayVar(&c.Hosts, "host", nil, "another host `name` at which people reach this server; repeatable")
	f.StringVar(&c.Certificates.CertFile, "tls-cert", "", "`file` with a certificate for HTTPS (PEM, with the chain); read again when it changes")
	f.StringVar(&c.Certificates.KeyFile, "tls-key", "", "`file` with the certificate's private key (PEM)")
	f.StringArrayVar(&c.Certificates.ACMEHosts, "acme-host", nil, "host `name` for which to get a certificate from Let's Encrypt, whose terms you accept by using this; repeatable")
	f.StringVar(&c.Certificates.ACMEEmail, "acme-email", "", "email `address` at which Let's Encrypt can reach you")
	f.StringVar(&c.Certificates.ACMEDirectory, "acme-directory", "", "`URL` of another ACME server")
	f.StringVar(&c.ACMEAddr, "acme-http", "", "`address` for plain HTTP, such as :80: it answers ACME challenges and redirects browsers to HTTPS")
	f.StringVar(&c.ReadAccess, "read-access", readOpen, "who can read: `policy` of [open key]; key needs an API key or the token")
	f.StringVar((*string)(&c.Lists), "lists", "", fmt.Sprintf("who can create reading lists: `policy` of %v (default open on loopback, token elsewhere)", api.ListPolicies))
	f.StringVar((*string)(&c.Add), "add", string(api.AddLocal), fmt.Sprintf("who can add papers on the page: `policy` of %v", api.AddPolicies))
	f.StringVar(&c.Rate, "rate-limit", server.AutoRate, "requests `a second:burst` for each client; off, or auto: "+server.DefaultRate+", but off on loopback")
	f.StringArrayVar(&c.TrustedProxies, "trusted-proxies", nil, "`CIDR` of proxies whose X-Forwarded-For is trusted, such as 10.0.0.0/8; repeatable (default none)")

	f.BoolVar(&c.NoSample, "no-sample", false, "do not add the sample papers to an empty data folder")
	f.StringArrayVar(&c.Fetch, "fetch", nil, "`feed` to fetch regularly, such as hf, \"arxiv cs.CL 12h\", \"oai cs\"; repeatable")
	f.DurationVar(&c.FetchEvery, "fetch-every", defaultFetchEvery, "`time` between two fetches of a feed without a time of its own, at least "+library.MinFetchEvery.String())
	c.fetchFlags(f)
	f.BoolVar(&c.Thumbnails, "thumbnails", false, "also fetch pictures of the papers on daily lists, and show them")
	f.StringArrayVar(&c.Watch, "watch", nil, "`folder` whose files are added as they appear; repeatable")
	c.watchFlags(f)
	f.StringVar(&c.BackupDir, "backup-dir", "", "`folder` for regular, verified backups of the store")
	f.DurationVar(&c.BackupEvery, "backup-every", 24*time.Hour, "`time` between two backups, at least "+minBackupEvery.String())
	f.IntVar(&c.BackupKeep, "backup-keep", 7, "`number` of backups to keep; older ones are deleted")
	f.DurationVar(&c.ScrubEvery, "scrub-every", 24*time.Hour, "`time` in which every paper of the store is verified once; 0 turns this off")
	f.StringVar(&c.ListExpiry, "list-expiry", "", "delete reading lists not used for this `time`, such as 1y (default never)")
	c.mailFlags(f)
	f.StringVar(&c.LogFile, "log-file", "", "`file` for the log instead of standard error; reopened on SIGHUP")
}

func (c *Config) fetchFlags(f *pflag.FlagSet) {
	f.BoolVar(&c.AllowPrivate, "allow-private", false, "allow URLs of this machine and private networks, and use the proxy of the environment")
}

func (c *Config) watchFlags(f *pflag.FlagSet) {
	f.DurationVar(&c.Settle, "settle", defaultSettle, "`time` that a file of a watched folder must be unchanged before it is read")
}

// mailFlags are the settings of mail. Mail is off without --smtp-host.
func (c *Config) mailFlags(f *pflag.FlagSet) {
	f.StringVar(&c.SMTP.Host, "smtp-host", "", "mail `server` to send emails through; this turns subscriptions by email on, and needs --mail-from and --base-url")
	f.IntVar(&c.SMTP.Port, "smtp-port", 0, "`port` of the mail server (default 587 with starttls, 465 with tls, 25 with none)")
	f.StringVar((*string)(&c.SMTP.Security), "smtp-tls", string(smtp.StartTLS), fmt.Sprintf("encryption of the connection to the mail server: one `of` %v", smtp.Securities))
	f.StringVar(&c.SMTP.User, "smtp-user", "", "`name` to sign in with at the mail server")
	f.StringVar(&c.SMTP.PasswordFile, "smtp-password-file", "", "`file` with the password of --smtp-user")
	f.Float64Var(&c.SMTP.Rate, "smtp-rate", 0, "maximum `number` of emails a second (default as fast as the mail server takes them)")
	f.StringVar(&c.SMTP.From, "mail-from", "", "`address` that emails come from: papers@example.org or \"Paperboy <papers@example.org>\"; bounces go to bounce+KEY@ its domain")
	f.BoolVar(&c.SMTP.AllowHTTP, "mail-http", false, "allow emails whose links start with http: for trying things out, since mail programs offer no one-click unsubscribing then")
	f.StringVar(&c.SMTP.DKIMKeyFile, "dkim-key-file", "", "`file` with a private key (PEM) to sign emails with; only needed if the mail server does not sign them")
	f.StringVar(&c.SMTP.DKIMDomain, "dkim-domain", "", "`domain` of the DKIM signature (default that of --mail-from)")
	f.StringVar(&c.SMTP.DKIMSelector, "dkim-selector", "paperboy", "`selector` of the DKIM signature: its key is published at SELECTOR._domainkey.DOMAIN")
}

// mail returns the settings of mail, and a usage error if they are invalid or do not go together.
func (c *Config) mail() (mailer.Settings, error) {
	s := c.SMTP
	s.BaseURL = c.BaseURL
	if err := s.Check(); err != nil {
		return s, usageError{err}
	}
	return s, nil
}

func defaultDataText() string {
	dir, err := folder.DefaultDir()
	if err != nil {
		return "none: " + err.Error()
	}
	return dir
}

// auditPath returns the path of the audit log, "" for none.
func (c *Config) auditPath() string {
	switch c.AuditLog {
	case off:
		return ""
	case "":
		return filepath.Join(c.Data, "audit.log")
	}
	return c.AuditLog
}

// layer sets the flags that were not given, from the environment and then from the configuration
// file, and sets c.Data.
func (c *Config) layer(flags *pflag.FlagSet, known func(string) bool) error {
	if err := settings.Environment(flags, envPrefix, os.LookupEnv); err != nil {
		return usageError{err}
	}
	if c.File != "" {
		if err := settings.File(flags, c.File, known, "config"); err != nil {
			return usageError{err}
		}
	}
	if c.Data == "" {
		dir, err := folder.DefaultDir()
		if err != nil {
			return usagef("%w to keep papers in: say where with --data or PAPERBOY_DATA", err)
		}
		c.Data = dir
	}
	file := filepath.Join(c.Data, configFileName)
	if _, err := os.Stat(file); err != nil || c.File != "" {
		return nil
	}
	if err := settings.File(flags, file, known, "config", "data"); err != nil {
		return usageError{err}
	}
	return nil
}
