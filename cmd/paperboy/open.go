package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api/certs"
	"paperboy/api/client"
	"paperboy/data/store/sqlite/folder"
)

// open returns the papers that cmd is about, with an index that has caught up if
// it can, and what closes them: its error matters to a command that has written.
func (c *Config) open(cmd *cobra.Command) (papers, func() error, error) {
	if c.Server == "" && !folder.HasPapers(c.Data) && !folder.HasHeldLibrary(c.Data) {
		return papers{}, nil, c.noPapers()
	}
	return c.openAny(cmd)
}

// openAny is open for what makes sense in a folder without papers too.
func (c *Config) openAny(cmd *cobra.Command) (papers, func() error, error) {
	f, remote, err := c.reach(cmd)
	if err != nil {
		return papers{}, nil, err
	}
	if remote != nil {
		return papers{server: remote}, func() error { return nil }, nil
	}
	l, err := c.openLibrary(cmd.Context(), f)
	if err != nil {
		return papers{}, nil, err
	}
	if err := l.catchUp(cmd.Context(), cmd.ErrOrStderr()); cmd.Context().Err() != nil {
		return papers{}, nil, errors.Join(err, l.close())
	} else if err != nil {
		cmd.PrintErrf("paperboy: the newest papers cannot be searched yet: %v\n", err)
	}
	return papers{service: l.service}, l.close, nil
}

// noPapers is the error of a command that needs papers, in a folder that never had any.
func (c *Config) noPapers() error {
	return fmt.Errorf("there are no papers in %s yet: 'paperboy ingest FILE' adds some, 'paperboy serve' begins with a sample", c.Data)
}

// ask opens the papers for as long as do needs them.
func (c *Config) ask(cmd *cobra.Command, do func(papers) error) error {
	papers, done, err := c.open(cmd)
	if err != nil {
		return err
	}
	return errors.Join(do(papers), done())
}

// commandName is what a command is called behind the program's name.
func commandName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// reach claims the data folder, or finds the server that answers for it.
func (c *Config) reach(cmd *cobra.Command) (*folder.Folder, *client.Client, error) {
	address := c.Server
	if address == "" {
		f, running, err := folder.ClaimOrServer(cmd.Context(), c.Data, commandName(cmd))
		if err != nil || f != nil {
			return f, nil, err
		}
		address = running
	}
	token, err := c.token()
	if err != nil {
		return nil, nil, err
	}
	remote, err := client.New(address, token, certs.PinnedClient(c.pin()))
	if err != nil {
		return nil, nil, usageError{err}
	}
	return nil, remote, nil
}

// pin is that of the server that has the data folder open, "" for one at --server.
func (c *Config) pin() string {
	if c.Server != "" {
		return ""
	}
	// A server that has just stopped has no address either: the request then fails.
	return folder.ServerOf(c.Data).Pin
}

// token is the secret that a command shows to a server: the token or an API key, of
// --token-file, else of $PAPERBOY_TOKEN, else of the data folder; empty where there is
// none, which is enough where reading is open.
func (c *Config) token() (string, error) {
	file := c.TokenFile
	if file == "" {
		if token := os.Getenv(envPrefix + "TOKEN"); token != "" {
			return token, nil
		}
		file = filepath.Join(c.Data, folder.TokenFile)
	}
	text, err := os.ReadFile(file)
	if err != nil && (c.TokenFile != "" || !errors.Is(err, fs.ErrNotExist)) {
		return "", fmt.Errorf("read token: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
