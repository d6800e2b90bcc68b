{{ stage('intercompany_charges') }}
