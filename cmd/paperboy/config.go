package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/alerts/mailer"
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

	// Options are those of serve, which sets the fields that no flag has.
	server.Options
	Add  api.AddPolicy
	SMTP mailer.Settings // with BaseURL of Options: see mail
}

const (
	envPrefix      = "PAPERBOY_"
	configFileName = "paperboy.yaml"

	off = "off" // a value of --audit-log

	// defaultSettle is longer than a copy over a network usually pauses.
	defaultSettle = 2 * time.Second
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
	c.AddFlags(f)
	f.StringVar((*string)(&c.Add), "add", string(api.AddLocal), fmt.Sprintf("who can add papers on the page: `policy` of %v", api.AddPolicies))
	f.BoolVar(&c.AddFetch, "add-fetch", true, "fetch papers that people add by id, address or title; nothing else is fetched for them")
	c.fetchFlags(f)
	c.sourceFlags(f)
	c.watchFlags(f)
	c.SMTP.AddFlags(f)
}

// checkServe returns a usage error for settings of serve that are invalid or do not go together.
func (c *Config) checkServe() error {
	if c.Server != "" {
		return usagef("serve: --server is for commands that use a server")
	}
	if !slices.Contains(api.AddPolicies, c.Add) {
		return usagef("serve --add %s: want one of %v", c.Add, api.AddPolicies)
	}
	if err := c.Check(); err != nil {
		return usageError{err}
	}
	_, err := c.mail()
	return err
}

// sourceFlags adds the flag for other addresses of the services that are asked about single papers,
// for mirrors and tests.
func (c *Config) sourceFlags(f *pflag.FlagSet) {
	f.StringArrayVar(&c.AddSources, "add-source", nil, "`NAME=URL` of a service's mirror, such as arxiv=https://mirror.example; repeatable")
	_ = f.MarkHidden("add-source")
}

func (c *Config) fetchFlags(f *pflag.FlagSet) {
	f.BoolVar(&c.AllowPrivate, "allow-private", false, "allow URLs of this machine and private networks, and use the proxy of the environment")
}

func (c *Config) watchFlags(f *pflag.FlagSet) {
	f.DurationVar(&c.Settle, "settle", defaultSettle, "`time` that a file of a watched folder must be unchanged before it is read")
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
