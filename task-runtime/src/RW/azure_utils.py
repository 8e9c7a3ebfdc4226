"""Azure credentials for tasks, by the command ``az``.

``azure:sp@…`` logs in as the service principal of the secrets ``az_clientId``, ``az_tenantId`` and ``az_clientSecret``,
``azure:identity@…`` as the worker's managed identity. ``az_subscriptionId`` is selected where it is given. The login is kept
in ``AZURE_CONFIG_DIR``, which belongs to the run.
"""

from __future__ import annotations

from RW import _cloud, _handed
from RW._cloud import CloudKey

__all__ = ["kubeconfig", "login", "resolve"]


def resolve(key: CloudKey) -> str:
    """Logs in; the kubeconfig of ``<resource group>/<cluster>``, or for ``@cli`` the account as JSON.

    Raises :class:`RW._cloud.CredentialError`.
    """
    login(key)
    if key.target == "kubeconfig":
        return kubeconfig(key)
    return _cloud.run(key, "az", "account", "show", "--output", "json")


def login(key: CloudKey) -> None:
    """Logs ``az`` in as ``key`` says and selects the subscription."""
    if key.method == "sp":
        client, tenant = _cloud.sibling("az_clientId", key), _cloud.sibling("az_tenantId", key)
        # In a file: arguments of a process can be read by others.
        with _cloud.private_file(_cloud.sibling("az_clientSecret", key)) as secret:
            _cloud.run(
                key,
                *("az", "login", "--service-principal", "--output", "none"),
                *("--username", client, "--tenant", tenant, f"--password=@{secret}"),
            )
    elif key.method == "identity":
        _cloud.run(key, "az", "login", "--identity", "--output", "none")
    else:
        raise key.unknown_method("sp", "identity")
    subscription = _handed.value_of("az_subscriptionId")
    if subscription:
        _cloud.run(key, "az", "account", "set", "--subscription", subscription)


def kubeconfig(key: CloudKey) -> str:
    """The kubeconfig of an AKS cluster; after :func:`login`. With ``kubelogin`` there, it uses the login of ``az``."""
    group, cluster = key.parts("<resource group>", "<cluster>")
    with _cloud.private_file() as file:
        _cloud.run(
            key,
            *("az", "aks", "get-credentials", "--overwrite-existing", "--only-show-errors"),
            *("--resource-group", group, "--name", cluster, "--file", file),
        )
        if _cloud.has("kubelogin"):
            _cloud.run(key, "kubelogin", "convert-kubeconfig", "--login", "azurecli", "--kubeconfig", file)
        return _cloud.read(file)
