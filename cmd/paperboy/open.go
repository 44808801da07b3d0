package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api/access"
	"paperboy/api/certs"
	"paperboy/api/client"
	"paperboy/data/store/sqlite/folder"
)

// open returns the papers for a command, with an index that is up to date if possible, and a
// function that closes them. Its error matters to a command that has written.
func (c *Config) open(cmd *cobra.Command) (papers, func() error, error) {
	if c.Server == "" && !folder.HasPapers(c.Data) && !folder.HasHeldLibrary(c.Data) {
		return papers{}, nil, c.noPapers()
	}
	return c.openAny(cmd)
}

// openAny is like open, but also opens a folder without papers.
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

// noPapers returns the error of a command that needs papers in a folder that never had any.
func (c *Config) noPapers() error {
	return fmt.Errorf("there are no papers in %s yet: 'paperboy ingest FILE' adds some, 'paperboy serve' starts with a sample", c.Data)
}

// ask opens the papers and calls do with them.
func (c *Config) ask(cmd *cobra.Command, do func(papers) error) error {
	papers, done, err := c.open(cmd)
	if err != nil {
		return err
	}
	return errors.Join(do(papers), done())
}

// commandName returns the name of a command with its parents, such as "lists add".
func commandName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// reach claims the data folder, or returns a client of the server that has it open.
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

// pin returns the certificate pin of the server that has the data folder open, "" for --server.
func (c *Config) pin() string {
	if c.Server != "" {
		return ""
	}
	return folder.ServerOf(c.Data).Pin
}

// token returns the token or API key that a command sends to a server: from --token-file,
// otherwise $PAPERBOY_TOKEN, otherwise the data folder. It is empty if there is none, which is
// enough for reading an open server.
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

// ownToken returns the token of a server, which its own commands send. It must not be an API key:
// $PAPERBOY_TOKEN may hold the key for another server, which would then allow everything here.
func (c *Config) ownToken() (string, error) {
	token, err := c.token()
	if strings.HasPrefix(token, access.SecretPrefix) {
		return "", fmt.Errorf("the token of a server cannot be an API key (%s...): unset $PAPERBOY_TOKEN, or choose another --token-file", access.SecretPrefix)
	}
	return token, err
}
