package main

import (
	"net"
	"os"
	"slices"
	"strings"

	"paperboy/api"
	"paperboy/api/fair"
	"paperboy/api/guard"
	"paperboy/api/lists"
)

// checkServe returns a usage error for settings of serve that are invalid or do not go together.
func (c *Config) checkServe() error {
	switch {
	case c.Server != "":
		return usagef("serve: --server is for commands that use a server")
	case c.Lists != "" && !slices.Contains(api.ListPolicies, api.ListPolicy(c.Lists)):
		return usagef("serve --lists %s: want one of %v", c.Lists, api.ListPolicies)
	case !slices.Contains(api.AddPolicies, api.AddPolicy(c.Add)):
		return usagef("serve --add %s: want one of %v", c.Add, api.AddPolicies)
	case c.ReadAccess != readOpen && c.ReadAccess != readKey:
		return usagef("serve --read-access %s: want one of [%s %s]", c.ReadAccess, readOpen, readKey)
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return usagef("serve: --tls-cert and --tls-key go together")
	case c.TLSCert != "" && len(c.ACMEHosts) > 0:
		return usagef("serve: --tls-cert and --acme-host exclude each other")
	case len(c.ACMEHosts) == 0 && (c.ACMEEmail != "" || c.ACMEDirectory != "" || c.ACMEAddr != ""):
		return usagef("serve: --acme-email, --acme-directory and --acme-http need --acme-host")
	case c.BackupEvery < minBackupEvery && c.BackupDir != "":
		return usagef("serve --backup-every %s: want at least %s", c.BackupEvery, minBackupEvery)
	case c.BackupKeep < 1 || c.BackupKeep > maxBackupKeep:
		return usagef("serve --backup-keep %d: want 1 to %d", c.BackupKeep, maxBackupKeep)
	case c.ScrubEvery < 0:
		return usagef("serve --scrub-every %s: want a time, or 0", c.ScrubEvery)
	}
	if err := c.checkMail(); err != nil {
		return err
	}
	if _, err := c.rate(true); err != nil {
		return usagef("serve --rate-limit: %w", err)
	}
	if _, err := guard.TrustProxies(c.TrustedProxies); err != nil {
		return usagef("serve --trusted-proxies: %w", err)
	}
	if _, err := lists.ParseDays(c.ListExpiry); err != nil {
		return usagef("serve --list-expiry %s: %w", c.ListExpiry, err)
	}
	for _, name := range slices.Concat(c.Hosts, c.ACMEHosts) {
		if name == "" || strings.ContainsAny(name, "/: *@") && net.ParseIP(name) == nil {
			return usagef("serve: %q is not a host name: give it without scheme, port and path", name)
		}
	}
	for _, folder := range c.Watch {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return usagef("serve --watch %s: there is no such folder", folder)
		}
	}
	return nil
}

// rate returns --rate-limit. auto is no limit on loopback, defaultRate elsewhere.
func (c *Config) rate(loopback bool) (fair.Rate, error) {
	switch {
	case c.RateLimit != auto && c.RateLimit != "":
		return fair.ParseRate(c.RateLimit)
	case loopback:
		return fair.Rate{}, nil
	}
	return fair.ParseRate(defaultRate)
}

// listPolicy returns --lists. The default is open on loopback, token elsewhere.
func (c *Config) listPolicy(loopback bool) api.ListPolicy {
	switch {
	case c.Lists != "":
		return api.ListPolicy(c.Lists)
	case loopback:
		return api.ListsOpen
	}
	return api.ListsToken
}

// hosts returns the names by which a server that listens on an address can be reached.
func (c *Config) hosts(listens net.Addr) *guard.Hosts {
	names := slices.Concat(c.Hosts, c.ACMEHosts, []string{c.BaseURL})
	if host, _, err := net.SplitHostPort(c.Addr); err == nil && net.ParseIP(host) == nil {
		names = append(names, host)
	}
	if tcp, ok := listens.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			names = append(names, name)
		}
	}
	return guard.NewHosts(listens, names...)
}
