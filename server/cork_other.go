//go:build !linux

package server

import "net"

// cork is of use where the kernel can be told that more follows.
func cork(l net.Listener) net.Listener { return l }
