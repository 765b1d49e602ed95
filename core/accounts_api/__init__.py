"""The REST skin of accounts: a room of its own, since `web` asks accounts who is calling and so stands above them."""
