package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/server"
	"paperboy/data/store/sqlite/folder"
)

// Config holds the settings. Each field is the value of the flag with its name (--base-url for
// BaseURL), whose help text says what it means. layer sets the flags that are not on the command
// line from the environment and the configuration file, so that a row of flags below is all there
// is to a setting: each value is parsed and checked in the same way, wherever it comes from.
type Config struct {
	Data, File, Server, TokenFile string
	JSON, StartEmpty              bool
	MinFree, AuditLog             string

	// How serve is reached, and by whom.
	Addr, BaseURL                      string
	Hosts                              []string
	TLSCert, TLSKey                    string
	ACMEHosts                          []string
	ACMEEmail, ACMEDirectory, ACMEAddr string
	ReadAccess                         string
	Lists                              string // an api.ListPolicy; "": open on loopback, token elsewhere
	Add                                string // an api.AddPolicy
	RateLimit                          string
	TrustedProxies                     []string

	// Mail.
	SMTPHost                              string
	SMTPPort                              int
	SMTPTLS, SMTPUser, SMTPPasswordFile   string
	SMTPRate                              float64
	MailFrom                              string
	MailHTTP                              bool
	DKIMKeyFile, DKIMDomain, DKIMSelector string

	// What serve does in the background.
	NoSample     bool
	Fetch        []string
	FetchEvery   time.Duration
	AllowPrivate bool
	Thumbnails   bool
	Watch        []string
	Settle       time.Duration
	BackupDir    string
	BackupEvery  time.Duration
	BackupKeep   int
	ScrubEvery   time.Duration
	ListExpiry   string
	LogFile      string
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
	commandLineOnly(f, "start-empty")
}

func (c *Config) serveFlags(f *pflag.FlagSet) {
	f.StringVar(&c.Addr, "addr", defaultAddr, "`address` to listen on; port 0 picks a free port")
	f.StringVar(&c.BaseURL, "base-url", "", "`URL` at which others reach this server (default http://ADDR)")
	f.StringArrayVar(&c.Hosts, "host", nil, "another host `name` at which people reach this server; repeatable")
	f.StringVar(&c.TLSCert, "tls-cert", "", "`file` with a certificate for HTTPS (PEM, with the chain); read again when it changes")
	f.StringVar(&c.TLSKey, "tls-key", "", "`file` with the certificate's private key (PEM)")
	f.StringArrayVar(&c.ACMEHosts, "acme-host", nil, "host `name` for which to get a certificate from Let's Encrypt, whose terms you accept by using this; repeatable")
	f.StringVar(&c.ACMEEmail, "acme-email", "", "email `address` at which Let's Encrypt can reach you")
	f.StringVar(&c.ACMEDirectory, "acme-directory", "", "`URL` of another ACME server")
	f.StringVar(&c.ACMEAddr, "acme-http", "", "`address` for plain HTTP, such as :80: it answers ACME challenges and redirects browsers to HTTPS")
	f.StringVar(&c.ReadAccess, "read-access", readOpen, "who can read: `policy` of [open key]; key needs an API key or the token")
	f.StringVar(&c.Lists, "lists", "", fmt.Sprintf("who can create reading lists: `policy` of %v (default open on loopback, token elsewhere)", api.ListPolicies))
	f.StringVar(&c.Add, "add", string(api.AddLocal), fmt.Sprintf("who can add papers on the page: `policy` of %v", api.AddPolicies))
	f.StringVar(&c.RateLimit, "rate-limit", server.AutoRate, "requests `a second:burst` for each client; off, or auto: "+server.DefaultRate+", but off on loopback")
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
