package folder

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// DefaultDir returns the data folder of the current user on this platform: on Linux
// $XDG_DATA_HOME/paperboy or ~/.local/share/paperboy.
func DefaultDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "paperboy"), nil
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "paperboy"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "paperboy"), nil
	}
	return filepath.Join(home, ".local", "share", "paperboy"), nil
}
