package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
	"paperboy/data/format"
	"paperboy/index/ingest"
)

// The values of --read-access.
const (
	readOpen = "open" // whoever reaches the server may read
	readKey  = "key"  // reading needs an API key with the scope read, or the token
)

// auditOff is the value of --audit-log that keeps no log.
const auditOff = "off"

const auditFile = "audit.log" // in the data folder: who changed what

func (c *Config) gateFlags(flags *pflag.FlagSet) {
	flags.StringVar(&c.ReadAccess, "read-access", readOpen, "who may read: `policy` of [open key]; key asks for an API key or the token")
	flags.StringArrayVar(&c.Hosts, "host", nil, "another host `name` that people reach this server by; may be given again")
	flags.StringVar(&c.TLSCert, "tls-cert", "", "serve HTTPS with the certificate in this `file` (PEM, with the chain); read again when it changes")
	flags.StringVar(&c.TLSKey, "tls-key", "", "`file` with the certificate's private key (PEM)")
	flags.StringArrayVar(&c.ACMEHosts, "acme-host", nil, "serve HTTPS with a certificate for this host `name` from Let's Encrypt, whose terms you thereby accept; may be given again")
	flags.StringVar(&c.ACMEEmail, "acme-email", "", "`address` at which Let's Encrypt may reach you")
	flags.StringVar(&c.ACMEDirectory, "acme-directory", "", "`URL` of another ACME server to ask")
	flags.StringVar(&c.ACMEAddr, "acme-http", "", "`address` to answer plain HTTP on, such as :80: it passes ACME challenges and sends browsers to HTTPS")
	flags.StringVar(&c.LogFile, "log-file", "", "`file` for the log instead of standard error; reopened on SIGHUP")
}

// checkGate refuses flags that do not fit together.
func (c *Config) checkGate() error {
	switch {
	case c.ReadAccess != readOpen && c.ReadAccess != readKey:
		return usagef("serve --read-access %s: want one of [%s %s]", c.ReadAccess, readOpen, readKey)
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return usagef("serve: --tls-cert and --tls-key go together")
	case c.TLSCert != "" && len(c.ACMEHosts) > 0:
		return usagef("serve: --tls-cert and --acme-host exclude each other")
	case len(c.ACMEHosts) == 0 && (c.ACMEEmail != "" || c.ACMEDirectory != "" || c.ACMEAddr != ""):
		return usagef("serve: --acme-email, --acme-directory and --acme-http need --acme-host")
	}
	for _, name := range slices.Concat(c.Hosts, c.ACMEHosts) {
		if name == "" || strings.ContainsAny(name, "/: *@") && net.ParseIP(name) == nil {
			return usagef("serve: %q is no host name: give it without scheme, port and path", name)
		}
	}
	return nil
}

// hosts are the names by which a server that listens on an address may be reached.
func (c *Config) hosts(listens net.Addr) *api.Hosts {
	names := slices.Concat(c.Hosts, c.ACMEHosts, []string{c.BaseURL})
	if host, _, err := net.SplitHostPort(c.Addr); err == nil && net.ParseIP(host) == nil {
		names = append(names, host)
	}
	if tcp, ok := listens.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			names = append(names, name)
		}
	}
	return api.NewHosts(listens, names...)
}

// openAccess reads the token and the keys of a server.
func (l *opened) openAccess(ctx context.Context, c *Config) (*access.Access, error) {
	token, err := c.ownToken()
	if err == nil && token == "" {
		token, err = l.folder.makeToken()
	}
	if err != nil {
		return nil, err
	}
	return access.New(ctx, access.Options{Token: token, Store: l.Store(), ReadsNeedKey: c.ReadAccess == readKey})
}

// ownToken is the token of a server: what its own commands show to it. It is no API key, which
// somebody may have in $PAPERBOY_TOKEN for another server, and which would then open everything.
func (c *Config) ownToken() (string, error) {
	token, err := c.token()
	if strings.HasPrefix(token, access.SecretPrefix) {
		return "", fmt.Errorf("the token of a server cannot be an API key (%s...): unset $PAPERBOY_TOKEN, or choose another --token-file", access.SecretPrefix)
	}
	return token, err
}

// auditPath is where the audit log is, "" for nowhere.
func (c *Config) auditPath() string {
	switch c.AuditLog {
	case auditOff:
		return ""
	case "":
		return filepath.Join(c.Data, auditFile)
	}
	return c.AuditLog
}

// auditLog is nil where there is to be none.
func (c *Config) auditLog() *audit.Log {
	if path := c.auditPath(); path != "" {
		return audit.NewLog(path)
	}
	return nil
}

// beginAct makes a command an act of the user who runs it. Where it works on a data folder of
// its own, what it changes there is noted; a server records by itself what it does for a command.
func beginAct(cmd *cobra.Command) {
	ctx, _ := audit.Begin(cmd.Context())
	cmd.SetContext(access.With(ctx, access.LocalCaller(userName())))
}

func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}

// recordAct writes what a command changed to the audit log. The command has done its work: a
// log that cannot be written is reported and no failure of it.
func (c *Config) recordAct(cmd *cobra.Command, err error) {
	if cmd.Context() == nil {
		return
	}
	caller := access.From(cmd.Context())
	entry := audit.Entry{ActorKind: string(caller.Kind), Actor: caller.ID, Outcome: outcome(err)}
	if entry, noted := audit.From(cmd.Context()).Entry(entry); noted {
		log := c.auditLog()
		if err := errors.Join(log.Write(entry), log.Close()); err != nil {
			cmd.PrintErrf("paperboy: %v\n", err)
		}
	}
}

func outcome(err error) string {
	if err == nil || errors.Is(err, errRejected) {
		return audit.Done
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return string(f.Code)
	}
	return "failed"
}

// acting does something that the server does by itself, and records it.
func (l *opened) acting(ctx context.Context, who string, do func(context.Context) error) error {
	ctx, act := audit.Begin(ctx)
	err := do(access.With(ctx, access.Caller{Kind: access.Server, ID: who}))
	if entry, noted := act.Entry(audit.Entry{ActorKind: string(access.Server), Actor: who, Outcome: outcome(err)}); noted {
		if err := l.audit.Write(entry); err != nil {
			l.log.Error("audit log not written", "error", err, "action", string(entry.Action), "actor", who)
		}
	}
	return err
}

// actingTarget is a library whose every Ingest is an act of the server.
type actingTarget struct {
	*opened
	who string
}

// Ingest takes records into the library.
func (a actingTarget) Ingest(ctx context.Context, records format.Records, opts ingest.RunOptions) (report ingest.Report, err error) {
	err = a.acting(ctx, a.who, func(ctx context.Context) error {
		report, err = a.opened.Ingest(ctx, records, opts)
		return err
	})
	return report, err
}

// reloadable is what SIGHUP has a server read again.
type reloadable struct {
	config *Config
	certs  *certificates
	log    *slog.Logger
	file   *logFile
}

// reload reads the token, the keys and the certificate again and lets the log files be moved
// away. What cannot be read stays as it is.
func (l *opened) reload(ctx context.Context, r reloadable) {
	var errs []error
	if token, err := r.config.ownToken(); err != nil {
		errs = append(errs, err)
	} else if token != "" {
		l.service.Access.SetToken(token)
	}
	errs = append(errs, l.service.Access.Reload(ctx), r.certs.reload(), r.file.Reopen(), l.audit.Reopen())
	err := errors.Join(errs...)
	if err != nil {
		r.log.Error("reload", "error", err)
	} else {
		r.log.Info("reloaded the token, API keys, certificates and log files")
	}
	_ = l.acting(ctx, "SIGHUP", func(ctx context.Context) error {
		audit.Note[string](ctx, audit.ConfigReload)
		return err
	})
}

// describeAccess says on the log what it means to listen for more than this machine.
func (c *Config) describeAccess(log *slog.Logger, listens net.Addr) {
	if tcp, ok := listens.(*net.TCPAddr); !ok || tcp.IP.IsLoopback() {
		return
	}
	reading := "everyone who reaches this address"
	if c.ReadAccess == readKey {
		reading = "holders of an API key with the scope read"
	}
	log.Warn("listening for other machines", "address", listens.String(), "may_read", reading, "may_write", "holders of the token or an API key with the scope write", "lists", c.Lists)
	if c.TLSCert == "" && len(c.ACMEHosts) == 0 && !strings.HasPrefix(c.BaseURL, "https://") {
		log.Warn("keys and tokens cross the network in clear: use --tls-cert, --acme-host, or a proxy that speaks HTTPS")
	}
}

// openLog is where a server logs to, and the file of it if it is one.
func (c *Config) openLog(cmd *cobra.Command) (*slog.Logger, *logFile, error) {
	if c.LogFile == "" {
		return slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil)), nil, nil
	}
	file := &logFile{path: c.LogFile}
	if err := file.Reopen(); err != nil {
		return nil, nil, fmt.Errorf("open log: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), file, nil
}
